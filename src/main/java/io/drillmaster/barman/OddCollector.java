package io.drillmaster.barman;

import java.util.ArrayList;
import java.util.List;

/** Counts foreign objects and remembers the first few. */
final class OddCollector {
  private static final int MOST = 5;
  private static final int LONGEST = 120;

  private final List<String> examples = new ArrayList<>();
  private long count;

  void add(String key) {
    count++;
    example(presentable(key));
  }

  void addAll(OddObjects known) {
    count += known.count();
    known.examples().forEach(this::example);
  }

  private void example(String key) {
    if (examples.size() < MOST) {
      examples.add(key);
    }
  }

  /** A key is foreign text: no control characters, no line of any length. */
  private static String presentable(String key) {
    String clean = key.replaceAll("\\p{C}", "?");
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }

  OddObjects collected() {
    return new OddObjects(count, examples);
  }
}
