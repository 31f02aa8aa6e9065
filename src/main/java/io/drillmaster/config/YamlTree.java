package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as a JSON tree that remembers the line of each path, and that takes nothing silently:
 * keys that stand twice, keys that are no text and foreign tags are problems.
 */
final class YamlTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 30;

  private final String file;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final JsonNode root;

  private YamlTree(String file, Node node) {
    this.file = file;
    this.root = convert("", node, 0);
  }

  static YamlTree parse(String file, String text) throws InvalidConfigException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Node node = new Yaml(options).compose(new java.io.StringReader(text));
      if (node == null) {
        throw whole(file, 0, "is empty; see config/drillmaster.yaml for an example");
      }
      if (!(node instanceof MappingNode)) {
        throw whole(file, 1, "is no map of keys and values; it begins with clusters:");
      }
      return new YamlTree(file, node);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw whole(file, line, "is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw whole(file, 0, "is not YAML: it holds characters that no text file has");
    }
  }

  static InvalidConfigException whole(String file, int line, String message) {
    return new InvalidConfigException(List.of(new ConfigProblem(file, line, "", message)));
  }

  JsonNode root() {
    return root;
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** The line of this path, or of the nearest one around it. */
  int line(String path) {
    for (String p = path; !p.isEmpty(); p = parent(p)) {
      Integer line = lines.get(p);
      if (line != null) {
        return line;
      }
    }
    return 0;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  private JsonNode convert(String path, Node node, int depth) {
    if (node instanceof MappingNode mapping) {
      return object(path, mapping, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        String itemPath = path + "[" + array.size() + "]";
        lines.put(itemPath, item.getStartMark().getLine() + 1);
        array.add(depth > MAX_DEPTH ? JSON.nullNode() : convert(itemPath, item, depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode object(String path, MappingNode mapping, int depth) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new ConfigProblem(file, line, path, "a key must be text"));
        continue;
      }
      String name = key.getValue();
      String keyPath = path.isEmpty() ? name : path + "." + name;
      if (object.has(name)) {
        String first = "; the first one is in line " + lines.get(keyPath);
        problems.add(new ConfigProblem(file, line, keyPath, "stands here twice" + first));
        continue;
      }
      lines.put(keyPath, line);
      Node value = tuple.getValueNode();
      object.set(name, depth > MAX_DEPTH ? JSON.nullNode() : convert(keyPath, value, depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    try {
      if (tag.equals(Tag.NULL)) {
        return JSON.nullNode();
      }
      if (tag.equals(Tag.BOOL)) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        return JSON.booleanNode(List.of("true", "yes", "on").contains(lower));
      }
      if (tag.equals(Tag.INT)) {
        return JSON.numberNode(new BigInteger(text));
      }
      if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      return JSON.textNode(text); // 0x1F, 1_000, .inf: not what anybody means here
    }
    return JSON.textNode(text);
  }
}
