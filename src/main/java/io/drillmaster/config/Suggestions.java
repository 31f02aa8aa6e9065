package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** "Did you mean": what is allowed, and which of it is near to what was written. */
final class Suggestions {
  private Suggestions() {}

  static String key(String written, List<String> allowed) {
    return words(written, allowed);
  }

  static String value(JsonNode written, JsonNode allowed) {
    List<String> values = new ArrayList<>();
    allowed.forEach(node -> values.add(node.asText()));
    return words(written.asText(), values);
  }

  private static String words(String written, List<String> allowed) {
    return near(written, allowed)
        .map(word -> "did you mean " + word + "?")
        .orElse("expected one of " + String.join(", ", allowed));
  }

  private static Optional<String> near(String written, List<String> allowed) {
    return allowed.stream()
        .filter(
            word ->
                distance(written, word) <= Math.max(word.length() > 3 ? 2 : 1, word.length() / 3))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** Levenshtein distance, ignoring case. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = previous[j - 1] + (same ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
