package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as a JSON tree that remembers the line of each value and how it was written, and that
 * takes nothing silently: keys that stand twice, keys that are no text, control characters and
 * foreign tags are problems.
 */
final class YamlTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 30;

  /** Aliases repeat what was written, and aliases of aliases multiply it. */
  private static final int MAX_VALUES = 50_000;

  private final String file;
  private final Map<ConfigPath, Integer> lines = new HashMap<>();
  private final Map<ConfigPath, String> written = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final JsonNode root;
  private int values;

  private YamlTree(String file, MappingNode node) throws InvalidConfigException {
    this.file = file;
    this.root = convert(ConfigPath.ROOT, node);
  }

  /**
   * @param file the name of the file, for messages
   * @throws InvalidConfigException where the text is no YAML, or no map of keys and values
   */
  static YamlTree parse(String file, String text) throws InvalidConfigException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Node node = new Yaml(options).compose(new StringReader(text));
      if (node == null || node.getTag().equals(Tag.NULL)) {
        throw InvalidConfigException.of(
            file, 0, "is empty; see config/drillmaster.yaml for an example");
      }
      if (!(node instanceof MappingNode mapping)) {
        throw InvalidConfigException.of(
            file,
            line(node),
            "is no map of keys and values; a configuration begins with clusters:");
      }
      return new YamlTree(file, mapping);
    } catch (YAMLException e) {
      throw YamlSyntax.explained(file, e);
    }
  }

  JsonNode root() {
    return root;
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** What stands at this path; missing where nothing does. */
  JsonNode at(ConfigPath path) {
    JsonNode here = root;
    for (Object step : path.steps()) {
      here = step instanceof Integer position ? here.path(position) : here.path(step.toString());
    }
    return here;
  }

  /** The scalar as it was written: {@code no}, where the tree says {@code false}. */
  Optional<String> written(ConfigPath path) {
    return Optional.ofNullable(written.get(path));
  }

  /** The line of this path, or of the nearest one around it; 0 if there is none. */
  int line(ConfigPath path) {
    for (ConfigPath here = path; !here.isRoot(); here = here.parent()) {
      Integer line = lines.get(here);
      if (line != null) {
        return line;
      }
    }
    return 0;
  }

  private JsonNode convert(ConfigPath path, Node node) throws InvalidConfigException {
    values++;
    if (values > MAX_VALUES) {
      throw InvalidConfigException.of(
          file, line(node), "holds more than " + MAX_VALUES + " values");
    }
    if (path.steps().size() > MAX_DEPTH) {
      String message = "is not YAML that ends: an alias (*name) refers to what it stands in";
      throw InvalidConfigException.of(file, line(node), message);
    }
    if (node instanceof MappingNode mapping) {
      foreign(path, node, Tag.MAP);
      return object(path, mapping);
    }
    if (node instanceof SequenceNode sequence) {
      foreign(path, node, Tag.SEQ);
      return array(path, sequence);
    }
    ScalarNode scalar = (ScalarNode) node;
    if (!YamlScalars.isKnown(scalar.getTag())) {
      foreign(path, node, Tag.STR);
    }
    if (scalar.getValue().chars().anyMatch(Character::isISOControl)) {
      String message = "holds a line break or another control character";
      problems.add(new ConfigProblem(file, line(node), path.toString(), message));
    }
    written.put(path, scalar.getValue());
    return YamlScalars.value(scalar);
  }

  private ArrayNode array(ConfigPath path, SequenceNode sequence) throws InvalidConfigException {
    ArrayNode array = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      ConfigPath itemPath = path.item(array.size());
      lines.put(itemPath, line(item));
      array.add(convert(itemPath, item));
    }
    return array;
  }

  private ObjectNode object(ConfigPath path, MappingNode mapping) throws InvalidConfigException {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new ConfigProblem(file, line, path.toString(), "a key must be text"));
        continue;
      }
      ConfigPath keyPath = path.key(key.getValue());
      if (object.has(key.getValue())) {
        String message = "stands here twice; the first one is in line " + lines.get(keyPath);
        problems.add(new ConfigProblem(file, line, keyPath.toString(), message));
        continue;
      }
      lines.put(keyPath, line);
      object.set(key.getValue(), convert(keyPath, tuple.getValueNode()));
    }
    return object;
  }

  private void foreign(ConfigPath path, Node node, Tag own) {
    if (!node.getTag().equals(own)) {
      String message = "has a tag (!) that nothing here knows; leave it out";
      problems.add(new ConfigProblem(file, line(node), path.toString(), message));
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
