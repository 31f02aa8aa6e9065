package io.drillmaster.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Says in our words why a text is no YAML. The parser (SnakeYAML 2.4) is only asked for the kind of
 * its complaint and the line: its own sentences quote what it read.
 */
final class YamlSyntax {
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("(TAB)", "a tab stands where only blanks may; indent with blanks");
    WORDS.put("cannot start any token", "a text that begins with @, ` or % needs quotes");
    WORDS.put("found undefined alias", "an alias (*name) has no anchor (&name) before it");
    WORDS.put(
        "mapping values are not allowed",
        "a colon stands where no key can be; see to the indentation, and put a text with a colon into quotes");
    WORDS.put("could not find expected ':'", "a key has no colon behind it");
    WORDS.put("expected <block end>", "the indentation does not fit the lines above");
    WORDS.put("expected ',' or ']'", "a list that begins with [ does not end with ]");
    WORDS.put("expected ',' or '}'", "a map that begins with { does not end with }");
    WORDS.put("unexpected end of stream", "a quote is not closed");
    WORDS.put(
        "but found another document", "there is a second document (---); a configuration is one");
    WORDS.put("but found '<stream end>'", "it ends in the middle of a list, a map or a text");
    WORDS.put("escape", "an escape (\\) in a text in double quotes is none; use single quotes");
    WORDS.put("Nesting Depth", "it is nested too deeply");
    WORDS.put("aliases for non-scalar", "it has too many aliases (*name)");
    WORDS.put("special characters", "it holds characters that no text file has");
  }

  private YamlSyntax() {}

  static InvalidConfigException explained(String file, YAMLException complaint) {
    String problem = String.valueOf(complaint.getMessage());
    int line = 0;
    if (complaint instanceof MarkedYAMLException marked) {
      problem = String.valueOf(marked.getProblem());
      line = line(marked.getProblemMark());
    }
    String seen = problem;
    String words =
        WORDS.entrySet().stream()
            .filter(entry -> seen.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("this cannot be understood; see to indentation, quotes and brackets");
    return InvalidConfigException.of(file, line, "is not YAML: " + words);
  }

  private static int line(Mark mark) {
    return mark == null ? 0 : mark.getLine() + 1;
  }
}
