package io.drillmaster.core.run;

/** How runs keep their lines short. */
final class RunWords {
  /** Longest line that is kept, in characters. */
  static final int MAX_LINE = 300;

  private RunWords() {}

  /** One line without control characters, cut at {@link #MAX_LINE}. */
  static String line(String text) {
    String oneLine = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return oneLine.length() <= MAX_LINE ? oneLine : oneLine.substring(0, MAX_LINE - 1) + "…";
  }
}
