package io.drillmaster.cnpg;

import io.drillmaster.barman.Archive;
import io.drillmaster.barman.WalName;
import io.drillmaster.barman.WalSegments.Segment;
import io.drillmaster.cnpg.Archives.Reading;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does the WAL go on coming into the bucket? A condition that says so is believed only where it
 * says no: it is True as well where nothing is archived at all.
 *
 * @param anew reads the archive once more: what the archiver told a moment ago may be newer than
 *     what is known of it
 */
record ArchivingQuestions(Case asked, Optional<Reading> reading, Supplier<Archive> anew) {
  private static final String RUNBOOK = "docs/runbooks/WalArchiving.md";

  /** Beside it, a segment may have come and the other side does not know yet. */
  private static final Duration RACE = Duration.ofMinutes(1);

  private static final long LOG = 1L << 32;

  /** {@code archiving}; empty where nothing can be said of it and nothing is wrong. */
  Optional<Check> archiving() {
    Optional<Database.Condition> failing =
        asked.database().condition("ContinuousArchiving").filter(told -> !told.isTrue());
    if (failing.isPresent()) {
      return Optional.of(Check.failed("archiving", failing(failing.get())));
    }
    if (reading.isEmpty() || asked.database().isHibernated()) {
      return Optional.empty();
    }
    Optional<Segment> newest = reading.get().archive().wals().newest();
    if (newest.isPresent() && !isOld(newest.get().lastModified())) {
      return Optional.of(passed(newest.get(), ""));
    }
    if (newest.isEmpty() && (reading.get().archive().isEmpty() || asked.isYoung())) {
      return Optional.empty(); // it is new, or the base backup says that there is nothing
    }
    if (asked.database().isPrimaryFenced()) {
      return newest.map(one -> passed(one, "; the primary is fenced and writes nothing"));
    }
    return Optional.of(askTheArchiver(newest));
  }

  private Duration patience() {
    return ArchiveTimeout.of(asked.database()).plus(asked.thresholds().archiveSlack());
  }

  private boolean isOld(Instant written) {
    return written.plus(patience()).isBefore(asked.now());
  }

  private Check passed(Segment newest, String more) {
    return Check.passed("archiving", expectation(), told(Optional.of(newest)) + more);
  }

  private String expectation() {
    return "a segment within " + TimeWords.duration(patience()) + ", or nothing to archive";
  }

  private String told(Optional<Segment> newest) {
    return newest
        .map(one -> "newest segment " + one.name() + " " + asked.told(one.lastModified()))
        .orElse("no segment");
  }

  private Finding failing(Database.Condition condition) {
    Optional<String> reason = FailureWords.of(condition.message());
    if (reason.equals(Optional.of(FailureWords.NOT_EMPTY))) {
      return notEmpty();
    }
    Optional<Segment> newest = reading.flatMap(read -> read.archive().wals().newest());
    boolean fresh = newest.filter(one -> !isOld(one.lastModified())).isPresent();
    String sentence =
        "%s fails to archive its WAL%s: what is written now is not safe."
            .formatted(asked.what(), reason.map(words -> " (" + words + ")").orElse(""));
    Finding finding =
        fresh
            ? Finding.warning("archiving-failing", sentence)
            : Finding.critical("archiving-failing", sentence);
    String since = condition.since().map(at -> " since " + asked.told(at)).orElse("");
    return finding
        .expected("condition ContinuousArchiving True, and segments that come")
        .observed("ContinuousArchiving False" + since + "; " + told(newest))
        .next(asked.describe())
        .runbook(RUNBOOK);
  }

  private Finding notEmpty() {
    return Finding.critical(
            "server-name-reused",
            "%s may not archive its WAL: its server name already holds that of another database."
                .formatted(asked.what()))
        .expected("an empty archive for a database that was made anew")
        .observed("archiving refused: " + FailureWords.NOT_EMPTY)
        .next(asked.describe())
        .runbook("docs/runbooks/ArchiveElsewhere.md");
  }

  private Check askTheArchiver(Optional<Segment> newest) {
    Optional<String> primary = asked.database().primary();
    if (primary.isEmpty()) {
      return Check.failed(
          "archiving", unseen(newest, "no primary in the status", asked.describe()));
    }
    Exporter exporter;
    try {
      exporter = Exporter.of(asked, primary.get());
    } catch (CouldNotLookException e) {
      String observed = e.finding().sentence() + " (" + e.finding().observed() + ")";
      return Check.failed("archiving", unseen(newest, observed, e.finding().next()));
    }
    asked.context().note("asked the exporter of " + primary.get() + ": " + exporter);
    return judge(exporter, newest);
  }

  private Check judge(Exporter exporter, Optional<Segment> newest) {
    String next = asked.command("describe pod " + asked.database().primary().orElse(""));
    if (exporter.waiting().isEmpty() || !exporter.tellsArchiver()) {
      return Check.failed(
          "archiving", unseen(newest, "a metrics page without the archiver's numbers", next));
    }
    long waiting = exporter.waiting().get();
    if (waiting > 0) {
      return Check.failed("archiving", stopped(newest, waiting + " segments wait", next));
    }
    if (!isThere(exporter)) {
      String observed = "the archiver says that it archived one that is not in the bucket";
      return Check.failed("archiving", stopped(newest, observed, next));
    }
    String idle = "; idle: nothing waits, and the last archived segment is in the bucket";
    return Check.passed("archiving", expectation(), told(newest) + idle);
  }

  private boolean isThere(Exporter exporter) {
    Archive archive = reading.orElseThrow().archive();
    if (exporter.lastArchived().isEmpty() || holds(archive, exporter.lastArchived().get())) {
      return true;
    }
    Instant at = exporter.lastArchivedAt().orElse(Instant.MIN);
    boolean mayBeNewer = at.isAfter(archive.readAt().minus(RACE));
    return mayBeNewer && holds(anew.get(), exporter.lastArchived().get());
  }

  /**
   * The number has no timeline. After a promotion, what was archived last may be the unfinished
   * segment of the timeline before, or the history file, of which the query of CNPG makes the
   * timeline as log part and 0 as segment part.
   */
  private static boolean holds(Archive archive, long number) {
    boolean segment =
        archive.wals().timelines().stream()
            .anyMatch(
                timeline ->
                    archive.wals().contains(new WalName(timeline, number / LOG, number % LOG)));
    boolean unfinished =
        archive.wals().partials().stream()
            .anyMatch(name -> name.log() == number / LOG && name.segment() == number % LOG);
    boolean history = number % LOG == 0 && archive.history(number / LOG).isPresent();
    return segment || unfinished || history;
  }

  private Finding stopped(Optional<Segment> newest, String observed, String next) {
    return Finding.critical(
            "archiving-stopped",
            "The WAL of %s does not reach its archive any more, whatever its conditions say."
                .formatted(asked.what()))
        .expected(expectation())
        .observed(told(newest) + "; " + observed)
        .next(next)
        .runbook(RUNBOOK);
  }

  private Finding unseen(Optional<Segment> newest, String observed, String next) {
    return Finding.unknown(
            "archiver-unseen",
            "The newest WAL of %s is old, and whether it is idle or its archiving has stopped could"
                    .formatted(asked.what())
                + " not be told.")
        .expected("the metrics page of its primary (right: get pods/proxy)")
        .observed(told(newest) + "; " + observed)
        .next(next)
        .runbook(RUNBOOK);
  }
}
