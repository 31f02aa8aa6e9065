package io.drillmaster.core.run;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Somebody who follows a run: reads its journal at his own pace, each event once and in order. */
final class RunFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunFollower.class.getName());

  private final RunJournal journal;
  private final RunFollowers threads;
  private final Consumer<Runs.Numbered> listener;
  private final Runnable whenClosed;
  private int next;
  private boolean draining;
  private boolean more;
  private boolean closed;

  RunFollower(
      RunJournal journal,
      int from,
      Consumer<Runs.Numbered> listener,
      RunFollowers threads,
      Runnable whenClosed) {
    this.journal = journal;
    this.next = Math.max(0, from);
    this.listener = listener;
    this.threads = threads;
    this.whenClosed = whenClosed;
  }

  /** There may be something new. */
  void wake() {
    synchronized (this) {
      if (closed) {
        return;
      }
      more = true;
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      threads.execute(this::drain);
    } catch (RejectedExecutionException | OutOfMemoryError ended) {
      close();
    }
  }

  private void drain() {
    while (hasMore()) {
      Optional<RunEvent> event = journal.at(next);
      while (event.isPresent() && !isClosed()) {
        deliver(event.get());
        event = journal.at(next);
      }
      closeIfNothingCanCome();
    }
  }

  /** Whoever asks for more than a run that is over has will never hear its end. */
  private void closeIfNothingCanCome() {
    if (journal.isOver() && journal.at(next).isEmpty()) {
      close();
    }
  }

  private void deliver(RunEvent event) {
    try {
      listener.accept(new Runs.Numbered(next, event));
    } catch (RuntimeException | Error defect) {
      LOG.log(System.Logger.Level.WARNING, "a follower of a run failed and is dropped", defect);
      close();
    }
    next++;
    if (event instanceof RunEvent.RunEnded) {
      close();
    }
  }

  private synchronized boolean hasMore() {
    draining = more && !closed;
    more = false;
    return draining;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    journal.drop(this);
    whenClosed.run();
  }
}
