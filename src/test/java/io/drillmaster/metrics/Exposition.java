package io.drillmaster.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in the Prometheus text format 0.0.4, read as a scraper reads it. A series that occurs
 * twice is an error, as it is for a scraper.
 */
public final class Exposition {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Map<String, String> help = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final List<Sample> all = new ArrayList<>();

  /** One line of it. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  private Exposition() {}

  public static Exposition parse(String page) {
    Exposition exposition = new Exposition();
    page.lines().filter(line -> !line.isBlank()).forEach(exposition::read);
    return exposition;
  }

  private void read(String line) {
    String[] words = line.split(" ", 4);
    if (line.startsWith("# HELP ")) {
      help.put(words[2], words.length > 3 ? words[3] : "");
    } else if (line.startsWith("# TYPE ")) {
      types.put(words[2], words[3]);
    } else if (!line.startsWith("#")) {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no sample: " + line);
    }
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    double value = Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity"));
    if (samples.put(matcher.group(1) + labels, value) != null) {
      throw new IllegalArgumentException("twice: " + line);
    }
    Map<String, String> map = new LinkedHashMap<>();
    LABEL.matcher(labels).results().forEach(m -> map.put(m.group(1), m.group(2)));
    all.add(new Sample(matcher.group(1), map, value));
  }

  public List<Sample> samples() {
    return List.copyOf(all);
  }

  /** Samples of this name. */
  public List<Sample> samples(String name) {
    return all.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** Names of families, with their help. */
  public Map<String, String> help() {
    return Map.copyOf(help);
  }

  public Map<String, String> types() {
    return Map.copyOf(types);
  }
}
