package io.drillmaster.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody who mistyped a name may have meant. */
final class DidYouMean {
  private static final int LONGEST = 64;

  private DidYouMean() {}

  /** {@code ; did you mean component?} or nothing. Names what is known and never what was given. */
  static String hint(String given, Collection<String> known) {
    if (given.length() > LONGEST) {
      return "";
    }
    String lower = given.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= 1 + name.length() / 4)
        .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  /** How many characters must be added, removed or replaced (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
