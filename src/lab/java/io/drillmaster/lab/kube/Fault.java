package io.drillmaster.lab.kube;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A way in which the API server misbehaves while the fault is in {@link ApiServer#faults()}.
 *
 * @param name for people, and to take the fault out again
 * @param verb get, list, watch, create, update, patch, delete, deletecollection; empty for any
 * @param uri found anywhere in path and query
 * @param number HTTP status of {@link What#STATUS}, milliseconds of {@link What#SLOW}
 */
public record Fault(String name, Optional<String> verb, Pattern uri, What what, int number) {
  /** What happens instead of an answer. */
  public enum What {
    /** An error: 401, 403, 429 with Retry-After, 500 and the like, each with its real text. */
    STATUS,
    /** Never an answer. */
    HANG,
    /** The connection is closed. */
    DROP,
    /** The answer comes late. */
    SLOW,
    /** A watch is told at once that its resource version is too old. */
    GONE
  }

  /** Every request that matches is refused with this HTTP status. */
  public static Fault status(String name, String uri, int status) {
    return of(name, uri, What.STATUS, status);
  }

  /** No request that matches is ever answered. */
  public static Fault hang(String name, String uri) {
    return of(name, uri, What.HANG, 0);
  }

  /** Connections of requests that match are closed. */
  public static Fault drop(String name, String uri) {
    return of(name, uri, What.DROP, 0);
  }

  /** Requests that match are answered after this time. */
  public static Fault slow(String name, String uri, Duration delay) {
    return of(name, uri, What.SLOW, Math.toIntExact(delay.toMillis()));
  }

  /** Watches that match end at once with 410 Expired. */
  public static Fault gone(String name, String uri) {
    return of(name, uri, What.GONE, 410).on("watch");
  }

  /** The same fault for one verb only. */
  public Fault on(String onlyVerb) {
    return new Fault(name, Optional.of(onlyVerb), uri, what, number);
  }

  private static Fault of(String name, String uri, What what, int number) {
    return new Fault(name, Optional.empty(), Pattern.compile(uri), what, number);
  }

  boolean hits(String requestVerb, String requestUri) {
    return verb.map(requestVerb::equals).orElse(true) && uri.matcher(requestUri).find();
  }
}
