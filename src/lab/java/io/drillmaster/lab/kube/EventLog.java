package io.drillmaster.lab.kube;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last changes, from which a watch is resumed. */
final class EventLog {
  private static final int CAPACITY = 2_000;

  private final Deque<Change> changes = new ArrayDeque<>();
  private long forgotten;

  EventLog(long version) {
    forgotten = version;
  }

  void add(Change change) {
    changes.addLast(change);
    if (changes.size() > CAPACITY) {
      forgotten = changes.removeFirst().version();
    }
  }

  /** All changes after this version; empty if some of them are forgotten. */
  Optional<List<Change>> since(long version) {
    if (version < forgotten) {
      return Optional.empty();
    }
    return Optional.of(changes.stream().filter(change -> change.version() > version).toList());
  }

  /** Oldest version from which a watch can be resumed. */
  long oldest() {
    return forgotten;
  }

  /** Forgets everything up to this version, as a compaction of etcd does. */
  void forget(long version) {
    changes.removeIf(change -> change.version() <= version);
    forgotten = Math.max(forgotten, version);
  }
}
