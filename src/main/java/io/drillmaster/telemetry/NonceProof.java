package io.drillmaster.telemetry;

import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether nonces arrive, how late, and how many are lost on the way. It remembers one instant for
 * each sender that is configured, and nothing else.
 */
final class NonceProof {
  /** When the newest nonce that has arrived was sent. */
  static final Measure NEWEST =
      new Measure(
          "telemetry_nonce_timestamp_seconds",
          "When the newest nonce that has arrived was sent, in Unix seconds.");

  /** From the sending of a nonce until it was first seen. */
  static final Measure DELAY =
      new Measure(
          "telemetry_nonce_delay_seconds",
          "From the sending of the newest nonce until it was first seen, in seconds, as exact as the interval of the probe.");

  /** How many did not arrive. */
  static final Measure LOST =
      new Measure(
          "telemetry_nonces_lost",
          "Nonces within the window that did not arrive, though later ones did.");

  /** The nonce that was seen first at an instant. */
  private record Seen(Instant issued, Instant at) {}

  private final NonceConfig config;
  private final Limits limits;
  private final Instant begun;
  private final String runbook;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param begun since when is looked; the first one may take its time from here on
   */
  NonceProof(NonceConfig config, Limits limits, Instant begun, String runbook) {
    this.config = config;
    this.limits = limits;
    this.begun = begun;
    this.runbook = runbook;
  }

  boolean isExpected(String sender) {
    return config.expect().contains(sender);
  }

  /**
   * @param arrived within the window, in any order
   */
  void judge(Judgement.Builder answer, String sender, Collection<Nonce> arrived, Moment moment) {
    Duration limit = limits.maxAge().plus(config.every());
    Instant now = moment.now();
    String expected = "a nonce at most " + TimeWords.duration(limit) + " old";
    if (arrived.isEmpty()) {
      boolean early = !begun.plus(config.every().multipliedBy(2)).isBefore(now);
      answer.add(
          early
              ? Check.passed(
                  "nonce", expected, "none yet; looked for since " + TimeWords.ago(begun, now))
              : Check.failed("nonce", tell(missing(sender), expected, "none", moment)));
      return;
    }
    Instant newest = arrived.stream().map(Nonce::issued).max(Instant::compareTo).orElseThrow();
    String observed = "sent " + TimeWords.ago(newest, now);
    answer.measured(NEWEST.of(newest));
    if (newest.plus(limit).isBefore(now)) {
      answer.failed("nonce", tell(old(sender), expected, observed, moment));
    } else if (newest.minus(limits.clockSkew()).isAfter(now)) {
      answer.failed("nonce", tell(ahead(sender), expected, observed, moment));
    } else {
      answer.passed("nonce", expected, observed);
    }
    Seen first = seen.merge(sender, new Seen(newest, now), NonceProof::newer);
    Duration delay = Duration.between(first.issued(), first.at());
    answer.measured(DELAY.of(delay.isNegative() ? Duration.ZERO : delay));
    lost(answer, sender, arrived, moment);
  }

  /**
   * @param next the question for people
   */
  record Moment(Instant now, String next) {}

  private static Seen newer(Seen before, Seen now) {
    return now.issued().isAfter(before.issued()) ? now : before;
  }

  private void lost(
      Judgement.Builder answer, String sender, Collection<Nonce> arrived, Moment moment) {
    long lost = lost(arrived);
    answer.measured(LOST.of(lost));
    String expected = "every nonce within " + TimeWords.duration(limits.window());
    String observed = lost + " of " + (lost + distinct(arrived)) + " lost";
    answer.add(
        lost == 0
            ? Check.passed("loss", expected, observed)
            : Check.failed(
                "loss",
                tell(
                    Finding.warning(
                        "nonces-lost",
                        "Some nonces of cluster %s did not arrive: telemetry is lost on the way."
                            .formatted(sender)),
                    expected,
                    observed,
                    moment)));
  }

  private static long distinct(Collection<Nonce> arrived) {
    return arrived.stream().map(Nonce::issued).distinct().count();
  }

  /** Gaps between nonces of one life of a sender: what it did not send is not lost. */
  private long lost(Collection<Nonce> arrived) {
    Map<Instant, TreeSet<Instant>> lives = new TreeMap<>();
    arrived.forEach(
        nonce -> lives.computeIfAbsent(nonce.first(), f -> new TreeSet<>()).add(nonce.issued()));
    long lost = 0;
    for (TreeSet<Instant> life : lives.values()) {
      Duration span = Duration.between(life.first(), life.last());
      lost += Math.max(0, span.dividedBy(config.every()) + 1 - life.size());
    }
    return lost;
  }

  private static Finding missing(String sender) {
    return Finding.critical(
        "nonce-missing",
        "No nonce of cluster %s has arrived: its daemon does not send, or what it sends is not taken."
            .formatted(sender));
  }

  private static Finding old(String sender) {
    return Finding.critical(
        "nonce-old",
        "The newest nonce of cluster %s is too old: nothing new arrives of its daemon."
            .formatted(sender));
  }

  private static Finding ahead(String sender) {
    return Finding.warning(
        "nonce-from-future",
        "The nonces of cluster %s are from the future: its clock is ahead.".formatted(sender));
  }

  private Finding tell(Finding finding, String expected, String observed, Moment moment) {
    return finding.expected(expected).observed(observed).next(moment.next()).runbook(runbook);
  }
}
