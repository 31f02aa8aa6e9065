package io.drillmaster.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a value stands in the file.
 *
 * @param steps keys ({@link String}) and positions in lists ({@link Integer}) from the top
 */
record ConfigPath(List<Object> steps) {
  static final ConfigPath ROOT = new ConfigPath(List.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,63}|<<");

  ConfigPath {
    steps = List.copyOf(steps);
  }

  static ConfigPath of(String... keys) {
    return new ConfigPath(List.of((Object[]) keys));
  }

  ConfigPath key(String name) {
    return with(name);
  }

  ConfigPath item(int position) {
    return with(position);
  }

  private ConfigPath with(Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return new ConfigPath(longer);
  }

  boolean isRoot() {
    return steps.isEmpty();
  }

  /** The path of what this is a part of; that of the root is the root. */
  ConfigPath parent() {
    return isRoot() ? this : new ConfigPath(steps.subList(0, steps.size() - 1));
  }

  /**
   * Whether a key of that form can be shown. A key with blanks, colons or control characters is
   * rather a value that landed in the wrong place, perhaps a secret.
   */
  static boolean isName(String key) {
    return NAME.matcher(key).matches();
  }

  /** {@code clusters[1].api.context}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer position) {
        text.append('[').append(position).append(']');
      } else {
        String name = step.toString();
        text.append(text.length() == 0 ? "" : ".").append(isName(name) ? name : "(no name)");
      }
    }
    return text.toString();
  }
}
