package io.drillmaster.telemetry;

import io.drillmaster.telemetry.MetricsStore.Point;
import io.drillmaster.telemetry.MetricsStore.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nonces in raw samples: the two metrics of one scrape have the same time and the same labels. */
final class MetricNonces {
  private MetricNonces() {}

  private record Scrape(Map<String, String> labels, Instant at) {}

  static List<Nonce> of(MetricsStore.Answer samples) {
    Map<Scrape, Instant> first = new HashMap<>();
    for (Series series : samples.series()) {
      if (isNamed(series, Nonces.FIRST)) {
        series.points().forEach(p -> first.put(scrape(series, p), instant(p)));
      }
    }
    List<Nonce> nonces = new ArrayList<>();
    for (Series series : samples.series()) {
      if (isNamed(series, Nonces.ISSUED)) {
        for (Point point : series.points()) {
          Instant since = first.getOrDefault(scrape(series, point), instant(point));
          nonces.add(new Nonce(since, instant(point)));
        }
      }
    }
    return nonces;
  }

  private static boolean isNamed(Series series, String name) {
    return ("drillmaster_" + name).equals(series.labels().get("__name__"));
  }

  private static Scrape scrape(Series series, Point point) {
    Map<String, String> labels = new HashMap<>(series.labels());
    labels.remove("__name__");
    return new Scrape(labels, point.at());
  }

  private static Instant instant(Point point) {
    return MetricsStore.instant(point.value());
  }
}
