package io.drillmaster.barman;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.Bucket.ObjectSummary;
import io.drillmaster.s3.Bucket.Page;
import io.drillmaster.s3.S3FailureException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lists {@code wals/}, whole or from where an earlier reading ended, and reads new histories. An
 * object is used once.
 */
final class WalReading {
  private static final int PAGE = 1000;

  private final Bucket bucket;
  private final String folder;
  private final Deadline deadline;
  private final WalCollector wals;
  private final TreeMap<Long, TimelineHistory> histories = new TreeMap<>();

  /**
   * @param folder below the prefix of the bucket, with its slash
   */
  WalReading(Bucket bucket, String folder, WalCollector wals, Deadline deadline) {
    this.bucket = bucket;
    this.folder = folder;
    this.wals = wals;
    this.deadline = deadline;
  }

  /** What an earlier reading found. */
  void know(List<TimelineHistory> known) {
    known.forEach(history -> histories.put(history.timeline(), history));
  }

  void all() {
    bucket.listAll(folder, object -> sort(object, ""), deadline);
  }

  /**
   * Lists what lies behind a segment, page by page.
   *
   * @param prefix below the folder
   * @param known objects up to this key count only if they are segments that were not known
   * @return how many segments there are behind the first, up to the last known
   */
  long behind(String prefix, WalName segment, WalName known) {
    String knownKey = behindKey(known);
    Optional<String> startAfter = Optional.of(behindKey(segment));
    long seen = 0;
    Optional<WalName> counted = Optional.empty();
    Page page;
    do {
      page = bucket.list(folder + prefix, startAfter, PAGE, deadline);
      for (ObjectSummary object : page.objects()) {
        Optional<WalKey> key = sort(object, knownKey);
        if (object.key().compareTo(knownKey) <= 0
            && key.orElse(null) instanceof WalKey.Segment found
            && wals.contains(found.name())
            && !counted.equals(Optional.of(found.name()))) {
          counted = Optional.of(found.name()); // the same one may lie there with two suffixes
          seen++;
        }
      }
      if (page.truncated() && page.objects().isEmpty()) {
        throw new S3FailureException(
            S3FailureException.Kind.OTHER, "a listing that does not advance", null);
      }
      startAfter = page.truncated() ? Optional.of(last(page)) : Optional.empty();
    } while (startAfter.isPresent());
    return seen;
  }

  /** One page: what lies in a hole now, or the history of a timeline. */
  void glance(String prefix, Optional<WalName> behind, int most) {
    bucket
        .list(folder + prefix, behind.map(this::behindKey), Math.min(most, PAGE), deadline)
        .objects()
        .forEach(object -> sort(object, object.key()));
  }

  private static String last(Page page) {
    return page.objects().get(page.objects().size() - 1).key();
  }

  /** Sorts behind every suffix that the segment may have, and before the next one. */
  private String behindKey(WalName name) {
    return root() + name.folder() + "/" + name + "~";
  }

  private String root() {
    return bucket.location().prefix() + folder;
  }

  private Optional<WalKey> sort(ObjectSummary object, String known) {
    String rest = object.key().substring(root().length());
    Optional<WalKey> key = WalKey.parse(rest);
    boolean isNew = object.key().compareTo(known) > 0;
    if (key.isEmpty()) {
      boolean isMarker = rest.isEmpty() || rest.endsWith("/") && object.size() == 0;
      if (!isMarker) {
        wals.odd(object.key(), object.size());
      }
      return key;
    }
    WalKey what = key.get();
    if (what instanceof WalKey.Segment segment) {
      wals.segment(segment.name(), object.size(), segment.isPlain(), object.lastModified());
    } else if (what instanceof WalKey.Partial partial) {
      wals.partial(partial.name(), object.size());
    } else if (what instanceof WalKey.History history) {
      history(history, object);
    } else if (isNew) {
      wals.weigh(object.size());
    }
    return key;
  }

  private void history(WalKey.History found, ObjectSummary object) {
    Optional<TimelineHistory> known = Optional.ofNullable(histories.get(found.timeline()));
    boolean isKnown = known.filter(k -> k.lastModified().equals(object.lastModified())).isPresent();
    if (isKnown || known.filter(TimelineHistory::isReadable).isPresent()) {
      return;
    }
    bucket
        .read(object.key(), HistoryFile.MAX_BYTES + 1, deadline)
        .map(content -> HistoryFile.read(found.timeline(), content, found.compression()))
        .ifPresent(
            reading -> {
              wals.weigh(object.size());
              histories.put(
                  found.timeline(),
                  new TimelineHistory(
                      found.timeline(),
                      reading.switches(),
                      reading.problem(),
                      object.key(),
                      object.lastModified()));
            });
  }

  WalSegments wals() {
    return wals.collected();
  }

  List<TimelineHistory> histories() {
    return List.copyOf(histories.values());
  }
}
