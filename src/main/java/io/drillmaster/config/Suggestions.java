package io.drillmaster.config;

import io.drillmaster.core.NearestWord;
import java.util.List;

/** What is allowed, and which of it somebody who mistyped may have meant. */
final class Suggestions {
  private Suggestions() {}

  static String of(String written, List<String> allowed) {
    return NearestWord.to(written, allowed)
        .map(word -> "did you mean " + word + "?")
        .orElse(
            allowed.size() == 1
                ? "expected " + allowed.get(0)
                : "expected one of " + String.join(", ", allowed));
  }
}
