package io.drillmaster.lab.volsync;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What the operator keeps of the log of a restic mover (VolSync 0.16: lines that its filter lets
 * through, at most 1024 bytes).
 */
final class MoverLogs {
  static final String DIRECTORY_IS_EMPTY = "Directory is empty skipping backup";

  private static final int ID = 8;
  private static final int FILES_PER_SYNC = 17;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private MoverLogs() {}

  /** A sync that saved a snapshot. */
  static String saved(int repositoryVersion, String snapshot, int sync, Duration took) {
    return "%s\nprocessed %d files, %.3f MiB in 0:%02d\nsnapshot %s saved\nRestic completed in %ds"
        .formatted(
            opened(repositoryVersion),
            sync * FILES_PER_SYNC,
            sync * 3.1,
            took.toSeconds() % 60,
            snapshot.substring(0, ID),
            took.toSeconds());
  }

  /** The first sync into a place where no repository was. */
  static String created(String repository, String rest) {
    return "created restic repository 6f3cd02f1b at " + repository + "\n" + rest;
  }

  static String locked(Instant writtenAt, Instant now, String lock) {
    return """
        Fatal: unable to create lock in backend: repository is already locked exclusively by PID 47 on volsync-src-7cqhr by  (UID 0, GID 0)
        lock was created at %s (%s ago)
        storage ID %s
        ERROR: failure checking existence of repository"""
        .formatted(
            TIME.format(writtenAt),
            Duration.between(writtenAt, now).withNanos(0),
            lock.substring(0, ID));
  }

  /** A store that refuses, with its own code and text. */
  static String refused(String reason) {
    return "Fatal: unable to open config file: Stat: %s\nIs there a repository at the following location?"
            .formatted(reason)
        + "\nERROR: failure checking existence of repository";
  }

  static String noSpace() {
    return "Fatal: unable to save snapshot: write /cache/tmp/pack-1187: no space left on device";
  }

  private static String opened(int repositoryVersion) {
    return "repository 6f3cd02f opened (version %d%s)"
        .formatted(repositoryVersion, repositoryVersion > 1 ? ", compression level auto" : "");
  }
}
