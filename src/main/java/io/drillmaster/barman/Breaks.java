package io.drillmaster.barman;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects what is missing in an archive; what is still on its way is kept apart. */
final class Breaks {
  /** So many keys of one break are told. */
  static final int MOST_KEYS = 10;

  private final List<Break> breaks = new ArrayList<>();
  private final List<Break> awaited = new ArrayList<>();
  private final Archive archive;
  private final Optional<String> newest;
  private final Instant settled;

  /**
   * @param grace what should have been there for less than this is awaited
   */
  Breaks(Archive archive, Duration grace) {
    this.archive = archive;
    this.newest = archive.newestDone().map(BaseBackup::id);
    this.settled = archive.readAt().minus(grace);
  }

  /** What is wrong with one backup by itself. */
  void ofBackup(Break.Kind kind, BaseBackup backup, List<String> names) {
    List<String> keys = names.stream().map(name -> baseKey(backup) + name).toList();
    boolean isLast = newest.map(id -> backup.id().compareTo(id) >= 0).orElse(true);
    breaks.add(
        new Break(
            kind,
            keys.stream().limit(MOST_KEYS).toList(),
            keys.size(),
            ids(List.of(backup)),
            new TreeSet<>(),
            Optional.empty(),
            isLast));
  }

  private String baseKey(BaseBackup backup) {
    return archive.root() + "base/" + backup.id() + "/";
  }

  /**
   * @param backups that cannot be restored because of it
   * @param cutOff that can, but not beyond it
   * @return whether it is a break; false where it may still be on its way
   */
  boolean add(Missing missing, Collection<BaseBackup> backups, Collection<BaseBackup> cutOff) {
    boolean harmsNewest =
        Stream.concat(backups.stream(), cutOff.stream())
            .anyMatch(backup -> newest.filter(backup.id()::equals).isPresent());
    boolean isAwaited =
        missing.mayCome() && missing.since().map(since -> since.isAfter(settled)).orElse(true);
    (isAwaited ? awaited : breaks)
        .add(
            new Break(
                missing.kind(),
                missing.keys(),
                missing.count(),
                ids(backups),
                ids(cutOff),
                missing.since(),
                harmsNewest));
    return !isAwaited;
  }

  /**
   * @param keys the first few
   * @param since when it should have been there; empty where nothing came behind it
   * @param mayCome whether it may be on its way
   */
  record Missing(
      Break.Kind kind, List<String> keys, long count, Optional<Instant> since, boolean mayCome) {}

  private static TreeSet<String> ids(Collection<BaseBackup> backups) {
    TreeSet<String> ids = new TreeSet<>();
    backups.forEach(backup -> ids.add(backup.id()));
    return ids;
  }

  /** The worst first. */
  List<Break> breaks() {
    return breaks.stream()
        .sorted(
            Comparator.comparing(Break::harmsNewest)
                .reversed()
                .thenComparing(Break::kind)
                .thenComparing(found -> found.keys().isEmpty() ? "" : found.keys().get(0)))
        .toList();
  }

  List<Break> awaited() {
    return List.copyOf(awaited);
  }

  /** Ids of those that cannot be restored, now or for good. */
  TreeSet<String> unusable() {
    TreeSet<String> ids = new TreeSet<>();
    Stream.concat(breaks.stream(), awaited.stream()).forEach(b -> ids.addAll(b.backups()));
    return ids;
  }
}
