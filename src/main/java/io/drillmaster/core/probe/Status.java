package io.drillmaster.core.probe;

import java.util.Collection;
import java.util.Comparator;

/**
 * What a probe says of a target. Declared from best to worst: {@link #CRITICAL} outranks {@link
 * #UNKNOWN}, because a proven fault is worth more than a missing answer; UNKNOWN outranks {@link
 * #WARNING}, because it is never to be taken for green.
 */
public enum Status {
  OK(0, "✔"),
  WARNING(1, "⚠"),
  UNKNOWN(3, "?"),
  CRITICAL(2, "✖");

  private final int code;
  private final String symbol;

  Status(int code, String symbol) {
    this.code = code;
    this.symbol = symbol;
  }

  /**
   * The value of the metric {@code drillmaster_probe_status}: 0 OK, 1 WARNING, 2 CRITICAL, 3
   * UNKNOWN.
   */
  public int code() {
    return code;
  }

  /** One character that tells the status without colour. */
  public String symbol() {
    return symbol;
  }

  /** Whether the answer is good enough to sleep: OK or WARNING. */
  public boolean isGood() {
    return this == OK || this == WARNING;
  }

  /** The worst of these; of nothing it is {@link #UNKNOWN}, because absence is not success. */
  public static Status worstOf(Collection<Status> statuses) {
    return statuses.stream().max(Comparator.naturalOrder()).orElse(UNKNOWN);
  }
}
