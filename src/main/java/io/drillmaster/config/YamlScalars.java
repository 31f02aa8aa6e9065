package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What the scalars of YAML 1.1 mean here. Of its many forms of numbers only the plain decimal ones
 * are numbers; 0x1F, 010, 1_000 and 1:30 stay text, because nobody means by them what YAML 1.1
 * does.
 */
final class YamlScalars {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<Tag> KNOWN =
      Set.of(Tag.STR, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP, Tag.MERGE);
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,18}\\.[0-9]{1,18}");

  private YamlScalars() {}

  static boolean isKnown(Tag tag) {
    return KNOWN.contains(tag);
  }

  static JsonNode value(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (TRUE.contains(lower) || FALSE.contains(lower)) {
        return JSON.booleanNode(TRUE.contains(lower));
      }
    }
    if (tag.equals(Tag.INT) && WHOLE.matcher(text).matches()) {
      return JSON.numberNode(new BigInteger(text));
    }
    if (tag.equals(Tag.FLOAT) && DECIMAL.matcher(text).matches()) {
      return JSON.numberNode(new BigDecimal(text));
    }
    return JSON.textNode(text);
  }
}
