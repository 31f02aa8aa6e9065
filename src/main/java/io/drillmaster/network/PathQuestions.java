package io.drillmaster.network;

import io.drillmaster.config.PathConfig;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.http.ConnectAttempt;
import io.drillmaster.http.ConnectAttempt.Layer;
import io.drillmaster.http.ConnectAttempt.Problem;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.TlsWords;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one walk says of a path: each layer in its order, until one fails. */
record PathQuestions(PathConfig path) {
  private static final String RUNBOOK = "docs/runbooks/network-paths.md";

  URI uri() {
    String host = path.host().contains(":") ? "[" + path.host() + "]" : path.host();
    String scheme = path.protocol().name().toLowerCase(Locale.ROOT);
    return URI.create(scheme + "://" + host + ":" + path.port() + path.path());
  }

  Finding notFromHere() {
    return Finding.unknown(
            "path-not-seen-here",
            "The path begins in %s, where this daemon does not run: the daemon of %s sees it, this one cannot."
                .formatted(path.from(), path.from()))
        .expected("a daemon in " + path.from())
        .observed("a daemon elsewhere")
        .next(
            "task dr:verify-cross-cluster COMPONENT=network-path CLUSTER=%s; move the path to the configuration of the daemon there"
                .formatted(path.from()))
        .runbook(RUNBOOK);
  }

  /** The checks of the layers up to TLS, without that of a certificate that has expired. */
  void connected(Judgement.Builder answer, ConnectAttempt attempt, Instant now) {
    for (Layer layer : attempt.times().keySet()) {
      Duration time = attempt.times().get(layer);
      if (attempt.passed(layer)) {
        answer.passed(name(layer), expected(layer), expected(layer) + " in " + words(time));
      } else if (!isExpired(attempt, now)) {
        answer.failed(name(layer), failed(layer, attempt));
      }
    }
  }

  private static String name(Layer layer) {
    return layer.name().toLowerCase(Locale.ROOT);
  }

  private String expected(Layer layer) {
    return switch (layer) {
      case DNS -> "an address for " + path.host();
      case TCP -> "a connection to port " + path.port();
      case TLS -> "a trusted certificate for " + path.host();
    };
  }

  private static boolean isExpired(ConnectAttempt attempt, Instant now) {
    return attempt.failure().filter(f -> f.problem() == Problem.EXPIRED).isPresent()
        && attempt.chain().filter(c -> c.firstToExpire().notAfter().isBefore(now)).isPresent();
  }

  private Finding failed(Layer layer, ConnectAttempt attempt) {
    Finding finding =
        switch (layer) {
          case DNS ->
              Finding.critical(
                  "path-dns", begin() + " ends at DNS: " + path.host() + " does not resolve.");
          case TCP ->
              Finding.critical(
                  "path-connect",
                  begin() + " ends at TCP: there is no connection to " + place() + ".");
          case TLS ->
              Finding.critical(
                  "path-tls", begin() + " ends at TLS: the handshake with " + place() + " fails.");
        };
    return finding
        .expected(expected(layer))
        .observed(TlsWords.observed(attempt) + " after " + words(attempt.times().get(layer)))
        .next(next(layer))
        .runbook(RUNBOOK);
  }

  private String next(Layer layer) {
    return switch (layer) {
      case DNS -> "in a pod of " + path.from() + ": nslookup " + path.host();
      case TCP -> "in a pod of " + path.from() + ": nc -vz " + path.host() + " " + path.port();
      case TLS -> tls().next();
    };
  }

  private String begin() {
    return "The path from %s to %s".formatted(path.from(), path.to());
  }

  private String place() {
    return path.host() + ":" + path.port();
  }

  private TlsWords tls() {
    return new TlsWords("the end of the path,", path.host(), path.port(), RUNBOOK);
  }

  /** How long the chain is still valid; where another layer failed already, nothing is added. */
  void certificate(
      Judgement.Builder answer, ConnectAttempt attempt, Instant now, Duration warning) {
    if (attempt.failure().isEmpty() || isExpired(attempt, now)) {
      attempt.chain().ifPresent(chain -> answer.add(tls().certificate(chain, now, warning)));
    }
  }

  /** The check of the HTTP layer after an answer. */
  Check answered(HttpReply reply) {
    String expected = "status " + list(path.status()) + " for " + path.path();
    String observed = "status " + reply.status() + " in " + words(reply.timing().whole());
    if (path.status().contains(reply.status())) {
      return Check.passed("http", expected, observed);
    }
    return Check.failed(
        "http", http("answers with another status").expected(expected).observed(observed));
  }

  /** The check of the HTTP layer where no whole answer came. */
  Check notAnswered(HttpFailureException failure) {
    Finding finding = http("gives no whole answer");
    return Check.failed(
        "http",
        finding
            .expected("status " + list(path.status()) + " for " + path.path())
            .observed(failure.words()));
  }

  private Finding http(String what) {
    return Finding.critical(
            "path-http", "%s ends at HTTP: %s %s.".formatted(begin(), place(), what))
        .next("in a pod of %s: curl -sv -o /dev/null %s".formatted(path.from(), uri()))
        .runbook(RUNBOOK);
  }

  private static String list(List<Integer> status) {
    return status.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  /**
   * How long all of it took.
   *
   * @param request the whole request, which has a connection of its own; zero where there is none
   */
  Check latency(ConnectAttempt attempt, Duration request, Duration limit) {
    Duration connecting = attempt.times().values().stream().reduce(Duration.ZERO, Duration::plus);
    Duration total = request.isZero() ? connecting : request;
    String expected = "at most " + TimeWords.duration(limit);
    List<String> parts = new ArrayList<>();
    attempt.times().forEach((layer, time) -> parts.add(layer + " " + words(time)));
    if (!request.isZero()) {
      parts.add("request " + words(request));
    }
    String observed = words(total) + " (" + String.join(", ", parts) + ")";
    if (total.compareTo(limit) <= 0) {
      return Check.passed("latency", expected, observed);
    }
    return Check.failed(
        "latency",
        Finding.warning("path-slow", begin() + " is open and slow.")
            .expected(expected)
            .observed(observed)
            .next(
                path.protocol().hasHttp()
                    ? "in a pod of %s: curl -s -o /dev/null -w '%%{time_namelookup} %%{time_connect} %%{time_appconnect} %%{time_total}\\n' %s"
                        .formatted(path.from(), uri())
                    : next(Layer.TCP))
            .runbook(RUNBOOK));
  }

  private static String words(Duration time) {
    return TimeWords.duration(time);
  }
}
