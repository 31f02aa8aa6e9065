package io.drillmaster.lab.kube;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests, reads and writes apart so that reads never push out a write. */
final class RequestLog {
  private static final int CAPACITY = 5_000;

  private final Deque<RecordedRequest> reads = new ArrayDeque<>();
  private final Deque<RecordedRequest> writes = new ArrayDeque<>();

  synchronized void add(RecordedRequest request) {
    Deque<RecordedRequest> log = request.isWrite() ? writes : reads;
    log.addLast(request);
    if (log.size() > CAPACITY) {
      log.removeFirst();
    }
  }

  synchronized List<RecordedRequest> reads() {
    return List.copyOf(reads);
  }

  synchronized List<RecordedRequest> writes() {
    return List.copyOf(writes);
  }
}
