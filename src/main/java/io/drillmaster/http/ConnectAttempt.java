package io.drillmaster.http;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a connection came, and how long each layer took.
 *
 * @param times of the layers that were tried, also of the one that failed
 * @param failure why it came no further; empty where all went well
 * @param chain what the server showed, also where it is not trusted; empty without TLS
 */
public record ConnectAttempt(
    Map<Layer, Duration> times, Optional<Failure> failure, Optional<PresentedChain> chain) {

  /** In the order in which a connection goes through them. */
  public enum Layer {
    DNS,
    TCP,
    TLS
  }

  /** What went wrong. */
  public enum Problem {
    UNKNOWN_HOST,
    REFUSED,
    UNREACHABLE,
    TIMEOUT,
    /** The other side hung up. */
    CLOSED,
    /** The other side answered something that is not TLS. */
    NO_TLS,
    /** The other side ended the handshake: no common version, a client certificate wanted. */
    HANDSHAKE_REFUSED,
    NOT_TRUSTED,
    WRONG_HOST,
    EXPIRED,
    NOT_YET_VALID,
    /** Our own file of authorities cannot be used. */
    NO_AUTHORITIES,
    OTHER
  }

  /** The layer that failed, and what went wrong there. */
  public record Failure(Layer layer, Problem problem) {}

  public ConnectAttempt {
    EnumMap<Layer, Duration> ordered = new EnumMap<>(Layer.class);
    ordered.putAll(times);
    times = java.util.Collections.unmodifiableMap(ordered);
  }

  /** How long a layer took; empty where the connection did not come to it. */
  public Optional<Duration> time(Layer layer) {
    return Optional.ofNullable(times.get(layer));
  }

  /** Whether the layer was tried and did not fail. */
  public boolean passed(Layer layer) {
    return times.containsKey(layer) && failure.filter(f -> f.layer() == layer).isEmpty();
  }
}
