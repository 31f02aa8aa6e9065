package io.drillmaster.lab.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one cluster sends: samples as vmagent does, scraped every five seconds, lines as fluent-bit
 * does, and the nonces of its own Drillmaster. Everything follows from the time and from what is
 * wrong, so that a past can be made at once.
 */
final class Sender {
  private static final Duration SINCE = Duration.ofMinutes(5);
  private static final Duration AHEAD = Duration.ofMinutes(4);
  private static final long SPAN = 5;

  private final String name;
  private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
  private Instant wrongSince = Instant.MAX;

  Sender(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void suffers(Trouble trouble, Instant now) {
    troubles.add(trouble);
    wrongSince = now.minus(SINCE);
  }

  void recovers() {
    troubles.clear();
    wrongSince = Instant.MAX;
  }

  private boolean has(Trouble trouble, Instant at) {
    return troubles.contains(trouble) && at.isAfter(wrongSince);
  }

  /** Whether something was sent by this sender, under whatever name. */
  boolean sent(Map<String, String> labels) {
    return name.equals(labels.get("from"));
  }

  /** The samples of one scrape, and the lines of that moment. */
  void send(Instant at, Samples samples, LogLines lines) {
    boolean lost = has(Trouble.LOSSY, at) && at.getEpochSecond() / SPAN % 3 == 0;
    if (!has(Trouble.AGENT_DEAD, at) && !troubles.contains(Trouble.AGENT_NEVER) && !lost) {
      Instant stamped = has(Trouble.CLOCK_AHEAD, at) ? at.plus(AHEAD) : at;
      scrape(at).forEach((labels, value) -> samples.add(labels, stamped, value));
    }
    boolean ships = !has(Trouble.SHIPPER_DEAD, at) && !has(Trouble.SHIPS_NOTHING, at);
    if (ships && !lost) {
      lines(at, lines);
    }
  }

  private Map<Map<String, String>, Double> scrape(Instant at) {
    Map<Map<String, String>, Double> scraped = new HashMap<>();
    double seconds = at.getEpochSecond();
    double wrong = wrongSince.isBefore(at) ? Duration.between(wrongSince, at).toSeconds() : 0;
    scraped.put(labels(at, "up", "job", "kubelet"), 1.0);
    scraped.put(labels(at, "up", "job", "node"), 1.0);
    if (!troubles.contains(Trouble.AGENT_UNSCRAPED)) {
      String writes = "vmagent_remotewrite_requests_total";
      scraped.put(labels(at, writes, "status_code", "2XX"), seconds);
      scraped.put(labels(at, writes, "status_code", "429"), of(Trouble.WRITES_REFUSED, wrong));
      put(scraped, at, "vmagent_remotewrite_packets_dropped_total", of(Trouble.AGENT_DROPS, wrong));
      put(
          scraped,
          at,
          "vmagent_remotewrite_pending_data_bytes",
          of(Trouble.QUEUE_GROWS, wrong) * 5000);
    }
    shipper(scraped, at, wrong);
    nonces(scraped, at);
    return scraped;
  }

  private void shipper(Map<Map<String, String>, Double> scraped, Instant at, double wrong) {
    double seconds = at.getEpochSecond();
    boolean nothing = troubles.contains(Trouble.SHIPS_NOTHING);
    put(scraped, at, "fluentbit_input_records_total", seconds);
    put(scraped, at, "fluentbit_output_proc_records_total", nothing ? 1 : seconds);
    put(scraped, at, "fluentbit_output_dropped_records_total", of(Trouble.SHIPPER_DROPS, wrong));
    put(scraped, at, "fluentbit_output_retries_total", of(Trouble.SHIPPER_RETRIES, wrong));
  }

  private void nonces(Map<Map<String, String>, Double> scraped, Instant at) {
    if (!troubles.contains(Trouble.NO_NONCES)) {
      put(scraped, at, "drillmaster_nonce_timestamp_seconds", nonce(at));
      put(scraped, at, "drillmaster_nonce_first_timestamp_seconds", 0);
    }
  }

  private double nonce(Instant at) {
    Instant seen = has(Trouble.NONCES_STAND_STILL, at) ? wrongSince : at;
    return seen.getEpochSecond() / SPAN * SPAN;
  }

  private double of(Trouble trouble, double value) {
    return troubles.contains(trouble) ? value : 0;
  }

  private void put(
      Map<Map<String, String>, Double> scraped, Instant at, String name, double value) {
    scraped.put(labels(at, name, "job", "self"), value);
  }

  private Map<String, String> labels(Instant at, String metric, String label, String value) {
    Map<String, String> labels =
        new TreeMap<>(Map.of("__name__", metric, "from", name, label, value));
    if (has(Trouble.SAMPLES_MISNAMED, at)) {
      labels.put("cluster", name + "-old");
    } else if (!has(Trouble.SAMPLES_UNNAMED, at)) {
      labels.put("cluster", name);
    }
    return labels;
  }

  private void lines(Instant at, LogLines lines) {
    Map<String, String> fields = new TreeMap<>(Map.of("from", name, "_msg", "something happened"));
    if (!has(Trouble.LINES_UNNAMED, at)) {
      fields.put("cluster", name);
    }
    lines.add(at, Map.copyOf(fields));
    if (!troubles.contains(Trouble.NO_NONCES)) {
      long first = 1_700_000_040;
      String nonce =
          "drillmaster_nonce issued=%d first=%d"
              .formatted(at.getEpochSecond() / SPAN * SPAN, first);
      fields.put("_msg", "INFO Nonces - " + nonce);
      lines.add(at, fields);
    }
  }
}
