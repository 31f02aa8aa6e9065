package io.drillmaster.barman;

import io.drillmaster.barman.BackupInfoFile.Reading;
import io.drillmaster.barman.BaseBackup.Keep;
import io.drillmaster.barman.BaseBackup.Part;
import io.drillmaster.barman.BaseBackup.State;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.Bucket.ObjectSummary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Lists {@code base/} in full, which is small, and reads each backup.info that is new or changed.
 */
final class BackupReading {
  private static final Pattern ID = Pattern.compile("\\d{8}T\\d{6}");
  private static final String INFO = "backup.info";
  private static final String KEEP = "annotations/keep";
  private static final int MAX_KEEP = 64;

  private final Bucket bucket;
  private final Deadline deadline;
  private final Map<String, Folder> folders = new TreeMap<>();
  private final Map<String, BaseBackup> known = new TreeMap<>();
  private final OddCollector odd = new OddCollector();
  private long bytes;

  private static final class Folder {
    private final List<Part> parts = new ArrayList<>();
    private Instant newest = Instant.MIN;
    private boolean hasInfo;
    private boolean hasKeep;

    private boolean isBackup() {
      return hasInfo || !parts.isEmpty();
    }
  }

  /**
   * @param known backups whose backup.info need not be read again as long as nothing in their
   *     folders changed
   */
  BackupReading(Bucket bucket, Deadline deadline, List<BaseBackup> known) {
    this.bucket = bucket;
    this.deadline = deadline;
    known.forEach(backup -> this.known.put(backup.id(), backup));
  }

  /**
   * By id.
   *
   * @param folder below the prefix of the bucket, with its slash
   */
  List<BaseBackup> read(String folder) {
    String root = bucket.location().prefix() + folder;
    bucket.listAll(folder, object -> sort(root, object), deadline);
    List<BaseBackup> backups = new ArrayList<>();
    folders.forEach(
        (id, content) -> {
          if (content.isBackup()) {
            backup(root + id + "/", id, content).ifPresent(backups::add);
          }
        });
    return backups;
  }

  OddObjects odd() {
    return odd.collected();
  }

  long bytes() {
    return bytes;
  }

  private void sort(String root, ObjectSummary object) {
    String rest = object.key().substring(root.length());
    int slash = rest.indexOf('/');
    if (rest.isEmpty() || rest.endsWith("/") && object.size() == 0) {
      return; // what consoles leave behind for an empty folder
    }
    bytes += object.size();
    if (slash < 0 || !ID.matcher(rest.substring(0, slash)).matches()) {
      odd.add(object.key());
      return;
    }
    Folder folder = folders.computeIfAbsent(rest.substring(0, slash), id -> new Folder());
    String name = rest.substring(slash + 1);
    switch (name) {
      case INFO -> folder.hasInfo = true;
      case KEEP -> folder.hasKeep = true;
      default -> {
        if (!PartName.isOne(name)) {
          odd.add(object.key());
          return;
        }
        folder.parts.add(new Part(name, object.size()));
      }
    }
    if (object.lastModified().isAfter(folder.newest)) {
      folder.newest = object.lastModified();
    }
  }

  /** Empty where it was deleted since it was listed. */
  private Optional<BaseBackup> backup(String root, String id, Folder folder) {
    Optional<BaseBackup> before = unchanged(id, folder);
    if (before.isPresent()) {
      return before;
    }
    Optional<Keep> keep = folder.hasKeep ? keep(root) : Optional.empty();
    if (!folder.hasInfo) {
      return Optional.of(
          new BaseBackup(
              id,
              State.RUNNING,
              Optional.empty(),
              folder.parts,
              keep,
              Optional.empty(),
              folder.newest));
    }
    return bucket
        .read(root + INFO, BackupInfoFile.MAX_BYTES + 1, deadline)
        .map(BackupInfoFile::read)
        .map(reading -> of(id, folder, keep, reading));
  }

  private static BaseBackup of(String id, Folder folder, Optional<Keep> keep, Reading reading) {
    return new BaseBackup(
        id, reading.state(), reading.info(), folder.parts, keep, reading.problem(), folder.newest);
  }

  private Optional<BaseBackup> unchanged(String id, Folder folder) {
    return Optional.ofNullable(known.get(id))
        .filter(backup -> folder.hasInfo && backup.state() != State.RUNNING)
        .filter(backup -> backup.keep().isPresent() == folder.hasKeep)
        .filter(backup -> backup.newest().equals(folder.newest))
        .filter(backup -> backup.parts().equals(folder.parts));
  }

  private Optional<Keep> keep(String root) {
    return bucket
        .read(root + KEEP, MAX_KEEP, deadline)
        .map(content -> new String(content, StandardCharsets.US_ASCII).strip())
        .map(
            word ->
                switch (word) {
                  case "full" -> Keep.FULL;
                  case "standalone" -> Keep.STANDALONE;
                  default -> Keep.UNKNOWN;
                });
  }
}
