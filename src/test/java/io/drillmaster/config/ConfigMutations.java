package io.drillmaster.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes broken configurations of sound ones; the same ones for the same seed. */
final class ConfigMutations {
  private static final List<String> PIECES =
      List.of(
          "\t",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "&a ",
          "*a",
          "<<: *a",
          "!!binary ",
          "!x ",
          "? ",
          "|\n",
          ">\n",
          "---\n",
          "...\n",
          "\"",
          "'",
          "\"\\0\"",
          "\"\\x1b[31m\"",
          "# ",
          "%",
          "@",
          "null",
          "~",
          "yes",
          "0x1F",
          "010",
          "1e9999999999",
          ".inf",
          ".nan",
          "-1",
          "9".repeat(40),
          "2026-11-22",
          "all",
          "clusters:",
          "\u2028",
          "\uD83D\uDE00",
          "\uFEFF",
          "é",
          "  ",
          "\n");

  private final Random random;
  private final List<String> seeds;

  ConfigMutations(long seed, List<String> seeds) {
    this.random = new Random(seed);
    this.seeds = seeds;
  }

  String next() {
    String text = seeds.get(random.nextInt(seeds.size()));
    int times = 1 + random.nextInt(6);
    for (int i = 0; i < times; i++) {
      text = mutated(text);
    }
    return text;
  }

  private String mutated(String text) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + piece() + text.substring(at);
      case 1 -> text.substring(0, at) + (char) random.nextInt(128) + rest(text, at + 1);
      case 2 -> text.substring(0, at) + rest(text, at + 1 + random.nextInt(20));
      case 3 -> lines(text);
      default ->
          text.replaceFirst("(?m):.*$", ": " + java.util.regex.Matcher.quoteReplacement(piece()));
    };
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private static String rest(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }

  /** One line is repeated, or moved, or indented. */
  private String lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return piece();
    }
    String line = lines.get(random.nextInt(lines.size()));
    lines.add(random.nextInt(lines.size()), random.nextBoolean() ? line : "  " + line);
    return String.join("\n", lines);
  }
}
