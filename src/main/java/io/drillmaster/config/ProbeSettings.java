package io.drillmaster.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of one probe, with the defaults of its stanza in the schema filled in.
 *
 * @param enabled whether it runs at all
 * @param every the interval of its schedule
 * @param deadline how long one target may take
 * @param more the settings that only this probe has, as the schema declares them: durations as
 *     {@link Duration}, numbers as {@link Number}, lists as {@link List}, maps as {@link Map}
 */
public record ProbeSettings(
    boolean enabled, Duration every, Duration deadline, Map<String, Object> more) {
  public ProbeSettings {
    more = Map.copyOf(more);
  }

  /**
   * @throws IllegalArgumentException where the schema declares no such duration: a defect
   */
  public Duration duration(String key) {
    return value(key, Duration.class);
  }

  /**
   * @throws IllegalArgumentException where the schema declares no such number: a defect
   */
  public int integer(String key) {
    return value(key, Number.class).intValue();
  }

  /**
   * @throws IllegalArgumentException where the schema declares no such text: a defect
   */
  public String text(String key) {
    return value(key, String.class);
  }

  /**
   * @throws IllegalArgumentException where the schema declares no such switch: a defect
   */
  public boolean flag(String key) {
    return value(key, Boolean.class);
  }

  /**
   * The entries of a list, each a map of its keys.
   *
   * @throws IllegalArgumentException where the schema declares no such list: a defect
   */
  public List<Map<String, Object>> entries(String key) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Object item : value(key, List.class)) {
      Map<String, Object> entry = new HashMap<>();
      ((Map<?, ?>) item).forEach((name, value) -> entry.put(name.toString(), value));
      entries.add(entry);
    }
    return entries;
  }

  private <T> T value(String key, Class<T> type) {
    if (type.isInstance(more.get(key))) {
      return type.cast(more.get(key));
    }
    throw new IllegalArgumentException(
        "the schema declares no " + type.getSimpleName() + " " + key);
  }
}
