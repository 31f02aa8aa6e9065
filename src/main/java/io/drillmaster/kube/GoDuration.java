package io.drillmaster.kube;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go prints and reads them, which is how fields of Kubernetes objects hold them
 * (metav1.Duration): {@code 1h2m3.5s}, {@code 45.123456789s}, {@code 800ms}, {@code 0}.
 */
public final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("0|(?:[0-9]{1,9}(?:\\.[0-9]{0,18})?(?:h|m|s|ms|us|µs|μs|ns)){1,6}");
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?)(h|ms|m|s|us|µs|μs|ns)");
  private static final Map<String, Double> NANOS =
      Map.of(
          "h", 3.6e12, "m", 6e10, "s", 1e9, "ms", 1e6, "us", 1e3, "µs", 1e3, "μs", 1e3, "ns", 1.0);

  private GoDuration() {}

  /**
   * @return empty where it is no duration, or a negative one
   */
  public static Optional<Duration> parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    double nanos = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos += Double.parseDouble(part.group(1)) * NANOS.get(part.group(2));
    }
    return Optional.of(Duration.ofMillis((long) (nanos / 1e6)));
  }
}
