package io.drillmaster.telemetry;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.http.HttpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The questions about what has arrived of one cluster, the same for samples and for lines.
 *
 * @param item what arrives: {@code sample}, {@code line}; with an s it begins the codes
 * @param sender the cluster that it comes from
 * @param partial whether the store said that a part of it did not answer
 * @param next the question for people
 * @param runbook that explains the codes
 */
record Arrival(
    String item, String sender, Limits limits, boolean partial, String next, String runbook) {

  /** How long the store took, and whether all of it answered. */
  Check query(HttpReply reply) {
    Duration took = reply.timing().whole();
    String expected = "a whole answer within " + TimeWords.duration(limits.queryTime());
    String observed = "answered in " + TimeWords.duration(took);
    if (partial) {
      return Check.failed(
          "query",
          tell(
              Finding.warning(
                  "answer-partial", "A part of the store did not answer, so data may be hidden."),
              expected,
              "a partial answer in " + TimeWords.duration(took)));
    }
    if (took.compareTo(limits.queryTime()) <= 0) {
      return Check.passed("query", expected, observed);
    }
    return Check.failed(
        "query",
        tell(
            Finding.warning("query-slow", "The store answers a small question slowly."),
            expected,
            observed));
  }

  /** Whether the store's clock and ours agree; without that, ages mean nothing. */
  Check clock(HttpReply reply, Instant now) {
    String expected = "clocks differ by at most " + TimeWords.duration(limits.clockSkew());
    Optional<Duration> skew =
        reply
            .serverTime()
            .map(theirs -> Duration.between(theirs, now).minus(reply.timing().whole()).abs());
    if (skew.isEmpty()) {
      return Check.passed("clock", expected, "the store does not say");
    }
    String observed = "differ by " + TimeWords.duration(skew.get());
    if (skew.get().compareTo(limits.clockSkew()) <= 0) {
      return Check.passed("clock", expected, observed);
    }
    return Check.failed(
        "clock",
        tell(
            Finding.warning(
                "store-clock-skew", "Our clock and that of the store differ, so ages are wrong."),
            expected,
            observed));
  }

  /** How old the newest is. */
  Check age(Instant newest, Instant now) {
    String expected =
        "the newest " + item + " at most " + TimeWords.duration(limits.maxAge()) + " old";
    Duration age = Duration.between(newest, now);
    String observed = "the newest " + item + " is from " + TimeWords.ago(newest, now);
    if (age.compareTo(limits.clockSkew().negated()) < 0) {
      return Check.failed(
          "age",
          tell(
              Finding.warning(
                  item + "s-from-future",
                  "The %ss of cluster %s are from the future: its clock is ahead, so that one that stops is noticed late."
                      .formatted(item, sender)),
              expected,
              observed));
    }
    if (age.compareTo(limits.maxAge()) <= 0) {
      return Check.passed("age", expected, observed);
    }
    return Check.failed(
        "age",
        tell(
            bad(
                item + "s-old",
                "The newest %s of cluster %s is too old: what ships them is dead, stuck or cut off."
                    .formatted(item, sender)),
            expected,
            observed));
  }

  /**
   * There is no fresh one.
   *
   * @param newest the newest that there is
   * @param others how many fresh ones there are of others, by the name of their cluster; an empty
   *     name where they have none
   * @param known names that are expected in this store
   */
  Check stale(
      Optional<Instant> newest, Map<String, Long> others, Collection<String> known, Instant now) {
    boolean stray = others.keySet().stream().anyMatch(name -> !known.contains(name));
    if (newest.isPresent() && !stray) {
      return age(newest.get(), now);
    }
    String last = newest.map(at -> "the newest from " + TimeWords.ago(at, now)).orElse("none");
    String expected = "at least one " + item + " within " + TimeWords.duration(limits.maxAge());
    String observed = last + (others.isEmpty() ? ", of no cluster" : ", but " + told(others));
    Finding finding =
        stray
            ? bad(
                item + "s-mislabelled",
                "There are no fresh %ss of cluster %s, but some without its name or with one that nobody expects."
                    .formatted(item, sender))
            : bad(item + "s-missing", "There are no %ss of cluster %s.".formatted(item, sender));
    return Check.failed("age", tell(finding, expected, observed));
  }

  private static String told(Map<String, Long> others) {
    return others.entrySet().stream()
        .limit(5)
        .map(
            other ->
                other.getValue()
                    + (other.getKey().isEmpty() ? " without a name" : " of " + name(other)))
        .collect(Collectors.joining(", "));
  }

  /** What others wrote is shown only where it looks like a name. */
  private static String name(Map.Entry<String, Long> other) {
    return other.getKey().matches("[A-Za-z0-9._-]{1,63}") ? other.getKey() : "another name";
  }

  /** Bad, unless a part of the store is silent, which may hold what is missed. */
  private Finding bad(String code, String sentence) {
    return partial ? Finding.unknown(code, sentence) : Finding.critical(code, sentence);
  }

  Finding tell(Finding finding, String expected, String observed) {
    return finding.expected(expected).observed(observed).next(next).runbook(runbook);
  }

  /** Whether something new arrives. */
  static boolean isFresh(Check age) {
    return age.status() == Status.OK || age.status() == Status.WARNING;
  }
}
