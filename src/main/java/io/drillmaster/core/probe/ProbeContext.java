package io.drillmaster.core.probe;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What one execution of a probe may use: its deadline, how fresh its data must be, and a transcript
 * of its own. The transcript is safe for several threads and bounded.
 */
public final class ProbeContext {
  private static final int MAX_LINES = 200;

  private final Clock clock;
  private final Deadline deadline;
  private final Instant notBefore;
  private final List<String> transcript = new ArrayList<>();

  /**
   * @param notBefore data read before this instant must not be used: a verification looks anew, a
   *     scheduled round may use what an expensive reading said some minutes ago
   */
  public ProbeContext(Clock clock, Deadline deadline, Instant notBefore) {
    this.clock = clock;
    this.deadline = deadline;
    this.notBefore = notBefore;
  }

  public Instant now() {
    return clock.instant();
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Data that was read before this instant must not be used. */
  public Instant notBefore() {
    return notBefore;
  }

  /** Adds a line to the transcript of this execution; never a secret value. */
  public synchronized void note(String line) {
    if (transcript.size() < MAX_LINES) {
      String time = DateTimeFormatter.ISO_INSTANT.format(now().truncatedTo(ChronoUnit.MILLIS));
      transcript.add(time + " " + line);
    }
  }

  public synchronized List<String> transcript() {
    return List.copyOf(transcript);
  }
}
