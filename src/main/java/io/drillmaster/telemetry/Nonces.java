package io.drillmaster.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends nonces: as two metrics that vmagent scrapes, and as a line of the log that fluent-bit
 * takes, one for each span of time and no more.
 */
public final class Nonces implements AutoCloseable {
  /** Metric with the nonce itself. */
  public static final String ISSUED = "nonce_timestamp_seconds";

  /** Metric with the first nonce since the start. */
  public static final String FIRST = "nonce_first_timestamp_seconds";

  private static final Logger LOG = LoggerFactory.getLogger(Nonces.class);
  private static final int MOST_AT_ONCE = 10;

  private final Duration every;
  private final Clock clock;
  private final Instant first;
  private final ScheduledExecutorService timer;
  private Instant next;

  private Nonces(Duration every, Clock clock) {
    this.every = every;
    this.clock = clock;
    this.first = Nonce.span(clock.instant(), every);
    this.next = first;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "telemetry-nonces");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to send.
   *
   * @param every how long each one is valid; whole seconds
   */
  public static Nonces start(Duration every, Clock clock) {
    Nonces nonces = new Nonces(every, clock);
    long tick = Math.max(100, every.toMillis() / 4);
    nonces.timer.scheduleAtFixedRate(nonces::write, 0, tick, TimeUnit.MILLISECONDS);
    return nonces;
  }

  /** The nonce of this moment, in Unix seconds. */
  public double issued() {
    return Nonce.span(clock.instant(), every).getEpochSecond();
  }

  /** The first one since the start, in Unix seconds. */
  public double first() {
    return first.getEpochSecond();
  }

  /**
   * One line for each span that has begun; a few at once after a pause, so that none is missing.
   */
  void write() {
    Instant now = clock.instant();
    for (int i = 0; i < MOST_AT_ONCE && !next.isAfter(now); i++) {
      LOG.info("{}", new Nonce(first, next).line());
      next = next.plus(every);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
