package io.drillmaster.cnpg;

import io.drillmaster.barman.Archive;
import io.drillmaster.cnpg.Archives.Reading;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.s3.BucketFindings;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.S3FailureException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks every question of one Cluster, in the order in which people read the answers. What makes an
 * answer impossible becomes the answer, and the other questions are asked all the same.
 */
final class Inquiry {
  private final Case asked;
  private final Archives archives;
  private final Judgement.Builder answer = new Judgement.Builder();

  Inquiry(Case asked, Archives archives) {
    this.asked = asked;
    this.archives = archives;
  }

  Judgement ask() {
    HealthQuestions health = new HealthQuestions(asked);
    one("phase", () -> Optional.of(health.phase()));
    one("instances", health::instances);
    one("plugins", health::plugins);
    Optional<Destination> destination = destination();
    Optional<Reading> reading =
        destination.flatMap(
            found ->
                found instanceof Destination.InArchive archive ? read(archive) : Optional.empty());
    boolean backedUp =
        destination.filter(found -> !(found instanceof Destination.Nothing)).isPresent();
    if (backedUp) {
      backups(destination.get(), reading);
    }
    SafetyQuestions safety = new SafetyQuestions(asked);
    one("certificates", safety::certificates);
    one("secrets", safety::secrets);
    return answer.build();
  }

  private Optional<Destination> destination() {
    return value(
        "destination",
        () -> {
          Destination found = Destination.of(asked.database(), asked::stores);
          one("destination", () -> Optional.of(new DestinationQuestions(asked, found).whereTo()));
          return found;
        });
  }

  private Optional<Reading> read(Destination.InArchive archive) {
    return value("archive", () -> new ArchiveSecret(asked.cluster(), archive.store()))
        .flatMap(
            secret ->
                value("archive", () -> secret.resolve(asked.share()))
                    .flatMap(resolved -> read(archive, secret, resolved)));
  }

  private Optional<Reading> read(
      Destination.InArchive archive, ArchiveSecret secret, Resolved resolved) {
    try {
      Reading reading = archives.read(asked, resolved, archive.serverName(), news(archive));
      answer.passed("archive", "a bucket that answers", DestinationQuestions.place(archive));
      return Optional.of(reading);
    } catch (S3FailureException e) {
      archives.known(asked).ifPresent(this::measure);
      String name = secret.name().orElse("");
      String namespace = archive.store().namespace();
      BucketFindings words =
          new BucketFindings(asked.cluster().kubectl(), namespace, name, resolved.externalSecret());
      Target cause = new Target(asked.cluster().name(), "object-store", namespace, name);
      answer.failed("archive", words.unknown(e, resolved.location()).causedBy(cause));
      return Optional.empty();
    }
  }

  /** Where the API cannot be asked, its own check says so; the bucket is read all the same. */
  private Optional<Instant> news(Destination.InArchive archive) {
    try {
      Timeliness time = Timeliness.of(asked, Optional.empty());
      return new StatusQuestions(asked, archive, time).news();
    } catch (OddFieldException | CouldNotLookException e) {
      return Optional.empty();
    }
  }

  private void backups(Destination destination, Optional<Reading> reading) {
    Optional<Timeliness> told =
        value("backups", () -> Timeliness.of(asked, reading.map(Reading::archive)));
    reading.ifPresent(this::measure);
    reading.ifPresent(found -> many("wal chain", new ChainQuestions(asked, found)::chain));
    told.ifPresent(time -> timely(time, destination, reading));
    if (destination instanceof Destination.InArchive archive) {
      one(
          "archiving",
          () ->
              new ArchivingQuestions(asked, reading, () -> anew(archive, reading.orElseThrow()))
                  .archiving());
    }
  }

  private Archive anew(Destination.InArchive archive, Reading reading) {
    try {
      return archives
          .readAnew(asked, reading.resolved(), archive.serverName(), reading.news())
          .archive();
    } catch (S3FailureException e) {
      asked.context().note("the archive could not be read again: " + e.code());
      return reading.archive();
    }
  }

  private void timely(Timeliness time, Destination destination, Optional<Reading> reading) {
    reading.ifPresent(
        found ->
            one(
                "base backup",
                () -> Optional.of(new ArchiveQuestions(asked, time, found).baseBackup())));
    one("backups", () -> Optional.of(new BackupQuestions(asked, time).backups()));
    one("schedule", () -> Optional.of(new ScheduleQuestions(asked, time).schedule()));
    if (destination instanceof Destination.InArchive archive) {
      one(
          "retention",
          () -> Optional.of(new RetentionQuestions(asked, time, archive).retention(reading)));
      // where there is no base backup at all, that is said already
      reading
          .filter(found -> found.archive().newestDone().isPresent())
          .ifPresent(
              found ->
                  one(
                      "status",
                      () -> Optional.of(new StatusQuestions(asked, archive, time).status(found))));
    }
    one(
        "schedule",
        () -> {
          time.objective().ifPresent(o -> answer.measured(Measure.RPO_OBJECTIVE.of(o)));
          if (reading.isEmpty() && !(destination instanceof Destination.InArchive)) {
            time.lastGood().ifPresent(end -> answer.measured(Measure.LAST_SUCCESS.of(end)));
          }
          return Optional.empty();
        });
  }

  /** Proof, not promise: what is in the bucket, whatever a status says. */
  private void measure(Reading reading) {
    reading
        .archive()
        .newestDone()
        .flatMap(Timeliness::end)
        .ifPresent(end -> answer.measured(Measure.LAST_SUCCESS.of(end)));
    reading
        .chain()
        .recoverableFrom()
        .ifPresent(from -> answer.measured(Measure.RECOVERABLE_FROM.of(from)));
    reading.chain().recoverableTo().ifPresent(to -> answer.measured(Measure.RECOVERABLE_TO.of(to)));
    answer.measured(Measure.SIZE.of(reading.archive().bytes()));
  }

  private void one(String name, Supplier<Optional<Check>> question) {
    many(name, () -> question.get().stream().toList());
  }

  private void many(String name, Supplier<List<Check>> questions) {
    value(
        name,
        () -> {
          List<Check> checks = questions.get();
          checks.forEach(answer::add);
          return checks;
        });
  }

  private <T> Optional<T> value(String name, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (OddFieldException e) {
      answer.failed(name, asked.odd(e));
    } catch (CouldNotLookException e) {
      answer.failed(name, e.finding());
    }
    return Optional.empty();
  }
}
