package io.drillmaster.lab;

import static io.drillmaster.lab.CnpgFaults.of;

import io.drillmaster.lab.postgres.BackupFacts;
import io.drillmaster.lab.s3.S3Server.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What is lost, cut off, foreign or of somebody else in the archive of a database. */
final class ArchiveFaults {
  private static final Duration OLD = Duration.ofDays(45);
  private static final String OF_ANOTHER = "systemid=7600000000000000001";
  private static final byte[] NOTE = "not of a database\n".getBytes(StandardCharsets.UTF_8);

  private ArchiveFaults() {}

  static List<Scenario<DatabaseStage>> lost() {
    return List.of(
        of(
            "cnpg-wal-gap",
            "wal-gap",
            "a WAL segment behind the newest base backup is missing in the bucket",
            ArchiveFaults::loseSegmentAfterBackup),
        of(
            "cnpg-backup-wal-missing",
            "backup-wal-missing",
            "a WAL segment that was written during the newest base backup is missing",
            stage -> loseSegment(stage, stage.newest().stop().wal())),
        of(
            "cnpg-old-backup-wal-missing",
            "backup-wal-missing",
            "a lifecycle rule removed the WAL of the oldest base backup that is still listed",
            stage -> loseSegment(stage, stage.oldest().start().wal())),
        of(
            "cnpg-backup-part-missing",
            "backup-part-missing",
            "the data of the newest base backup is gone, its backup.info is not",
            stage -> stage.lose(stage.key(stage.newest(), "data.tar.gz"))),
        of(
            "cnpg-backup-info-cut",
            "backup-info-unreadable",
            "backup.info of the newest base backup is cut off in the middle",
            ArchiveFaults::cutInfo),
        of(
            "cnpg-archive-empty",
            "archive-empty",
            "everything in the archive was removed",
            stage -> stage.store().deleteAll(stage.site().bucket(), stage.site().prefix())),
        of(
            "cnpg-status-promises",
            "status-disagrees",
            "the newest base backup was removed from the bucket, and every status still promises it",
            stage -> stage.loseBackup(stage.newest())));
  }

  static List<Scenario<DatabaseStage>> odd() {
    return List.of(
        of(
            "cnpg-other-system",
            "server-name-reused",
            "the database was made anew under an old server name: the archive is of the old one",
            stage -> rewriteInfos(stage, info -> info.replaceAll("systemid=\\d+", OF_ANOTHER))),
        of(
            "cnpg-retention-not-kept",
            "retention-not-kept",
            "nothing deletes base backups that are older than the retention policy",
            ArchiveFaults::keepOldOnes),
        of(
            "cnpg-foreign-objects",
            Fault.SURVIVED,
            "files that are no backup lie in the archive",
            ArchiveFaults::dropForeignObjects),
        of(
                "cnpg-siblings",
                Fault.SURVIVED,
                "archives of other databases with similar names, old and incomplete, lie beside it",
                ArchiveFaults::addSiblings)
            .mendedBy(
                stage ->
                    siblings(stage)
                        .forEach(name -> stage.store().deleteAll(stage.site().bucket(), name))));
  }

  /** It needs a database that was promoted. */
  static List<Scenario<DatabaseStage>> ofTimelines() {
    return List.of(
        of(
            "cnpg-history-missing",
            "history-missing",
            "the history file of the timeline that the database is on is gone",
            ArchiveFaults::loseHistory));
  }

  /** Where nothing has been written since the promotion, nothing needs it yet. */
  private static void loseHistory(DatabaseStage stage) {
    stage.database().live().write(1);
    stage.database().live().switchWal();
    stage.archive().stream()
        .filter(object -> object.key().contains(".history"))
        .forEach(object -> stage.lose(object.key()));
  }

  private static void loseSegmentAfterBackup(DatabaseStage stage) {
    String end = stage.newest().stop().wal();
    stage.segments().stream()
        .filter(object -> DatabaseStage.segment(object).compareTo(end + "~") > 0)
        .findFirst()
        .ifPresent(object -> stage.lose(object.key()));
  }

  private static void loseSegment(DatabaseStage stage, String name) {
    stage.segments().stream()
        .filter(object -> DatabaseStage.segment(object).startsWith(name))
        .forEach(object -> stage.lose(object.key()));
  }

  private static void cutInfo(DatabaseStage stage) {
    String key = stage.key(stage.newest(), "backup.info");
    byte[] whole = stage.store().read(stage.site().bucket(), key);
    stage.put(key, Arrays.copyOf(whole, 100), stage.newest().stop().time());
  }

  private static void rewriteInfos(DatabaseStage stage, UnaryOperator<String> change) {
    for (Stored object : stage.archive()) {
      if (object.key().endsWith("/backup.info")) {
        String info = info(stage, object.key());
        stage.put(
            object.key(),
            change.apply(info).getBytes(StandardCharsets.UTF_8),
            object.lastModified());
      }
    }
  }

  private static String info(DatabaseStage stage, String key) {
    return new String(stage.store().read(stage.site().bucket(), key), StandardCharsets.UTF_8);
  }

  /** Copies of the oldest one under the ids that they would have. */
  private static void keepOldOnes(DatabaseStage stage) {
    BackupFacts oldest = stage.oldest();
    String folder = stage.key(oldest, "");
    for (int days = 0; days < 3; days++) {
      Instant then = oldest.stop().time().minus(OLD).plus(Duration.ofDays(days));
      String date = then.toString().substring(0, 10);
      String id = date.replace("-", "") + oldest.id().substring(8);
      for (Stored object : stage.store().list(stage.site().bucket(), folder)) {
        byte[] content = stage.store().read(stage.site().bucket(), object.key());
        if (object.key().endsWith("/backup.info")) {
          String info = new String(content, StandardCharsets.UTF_8);
          String dated =
              info.replaceAll("(begin_time|end_time)=\\d{4}-\\d{2}-\\d{2}", "$1=" + date);
          content = dated.getBytes(StandardCharsets.UTF_8);
        }
        stage.put(object.key().replace(oldest.id(), id), content, then);
      }
    }
  }

  private static void dropForeignObjects(DatabaseStage stage) {
    Instant now = Instant.now();
    String prefix = stage.site().prefix();
    for (String path :
        List.of(
            "README.txt",
            "base/README.txt",
            "base/lost+found/file",
            "wals/README.txt",
            "wals/0000000100000000/0000000100000000000000ZZ.gz",
            "wals/0000000100000000/copy of segment.gz",
            "wals/tmp/upload.part")) {
      stage.put(prefix + path, NOTE, now);
    }
  }

  private static List<String> siblings(DatabaseStage stage) {
    String name = stage.site().name();
    return List.of(name + "-old/", name + "2/", name.substring(0, name.length() - 1) + "/");
  }

  /** Half of what is there, and all of it long ago. */
  private static void addSiblings(DatabaseStage stage) {
    for (String sibling : siblings(stage)) {
      int number = 0;
      for (Stored object : stage.archive()) {
        if (number++ % 2 == 0) {
          String key = sibling + object.key().substring(stage.site().prefix().length());
          byte[] content = stage.store().read(stage.site().bucket(), object.key());
          stage.put(key, content, object.lastModified().minus(OLD));
        }
      }
    }
  }

  /** Nothing but what is at these keys of a Map. */
  static Map<String, Object> status(Map<String, ?> fields) {
    return Map.of("status", fields);
  }
}
