package io.drillmaster.sso;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.http.ConnectAttempt;
import io.drillmaster.http.ConnectAttempt.Problem;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.PresentedChain;
import io.drillmaster.http.TlsHandshake;
import io.drillmaster.http.TlsWords;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of Authentik itself: whether it is reached and trusted, and its own health ({@code
 * /-/health/live/} and {@code /-/health/ready/}, 200 since 2024.8 and 204 before).
 *
 * @param certificateWarning how long a certificate must still be valid
 */
record ServerQuestions(TlsHandshake handshake, Http http, Duration certificateWarning) {
  private static final int SMALL = 64 * 1024;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final List<Integer> HEALTHY = List.of(200, 204);

  void ask(Judgement.Builder answer, URI url, ProbeContext context) {
    SsoWords words = new SsoWords(url, Optional.empty());
    if (!isReached(answer, words, context)) {
      return;
    }
    Optional<Check> live = health(words, "live", context);
    Optional<Check> ready = health(words, "ready", context);
    answer.add(live.orElseGet(() -> good("live")));
    answer.add(ready.orElseGet(() -> good("ready")));
  }

  private static Check good(String name) {
    return Check.passed(name, "status 200 or 204", "healthy");
  }

  private boolean isReached(Judgement.Builder answer, SsoWords words, ProbeContext context) {
    URI url = words.url();
    boolean tls = url.getScheme().equals("https");
    int port = url.getPort() > 0 ? url.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    ConnectAttempt attempt =
        tls
            ? handshake.shake(url.getHost(), port, SsoWords.half(context))
            : handshake.connect(url.getHost(), port, SsoWords.half(context));
    context.note(url.getAuthority() + ": " + attempt.times());
    Instant now = context.now();
    TlsWords certificates =
        new TlsWords("the sign-on service", url.getHost(), port, SsoWords.RUNBOOK);
    attempt
        .chain()
        .ifPresent(
            chain -> answer.measured(SsoProbe.NOT_AFTER.of(chain.firstToExpire().notAfter())));
    if (attempt.failure().isEmpty() || isExpired(attempt, now)) {
      answer.passed("reach", url + " answers", url + " answers");
      attempt
          .chain()
          .ifPresent(chain -> answer.add(certificates.certificate(chain, now, certificateWarning)));
      return attempt.failure().isEmpty();
    }
    answer.failed(
        "reach",
        words
            .unreachable("a connection")
            .observed(attempt.failure().orElseThrow().layer() + ": " + TlsWords.observed(attempt)));
    return false;
  }

  private static boolean isExpired(ConnectAttempt attempt, Instant now) {
    return attempt.failure().filter(f -> f.problem() == Problem.EXPIRED).isPresent()
        && attempt
            .chain()
            .map(PresentedChain::firstToExpire)
            .filter(first -> first.notAfter().isBefore(now))
            .isPresent();
  }

  /** The check where it is not healthy; empty where it is. */
  private Optional<Check> health(SsoWords words, String what, ProbeContext context) {
    URI uri = URI.create(words.url() + "/-/health/" + what + "/");
    try {
      HttpReply reply = http.send(HttpAsk.get(uri).atMost(SMALL), SsoWords.half(context));
      context.note(uri + ": " + reply.status());
      if (SsoWords.isPage(reply)) {
        return Optional.of(Check.failed(what, words.page(uri, "its health", reply)));
      }
      return HEALTHY.contains(reply.status())
          ? Optional.empty()
          : Optional.of(Check.failed(what, unhealthy(words, what, uri, reply)));
    } catch (HttpFailureException e) {
      return Optional.of(Check.failed(what, words.unreachable("its health", e)));
    }
  }

  private static Finding unhealthy(SsoWords words, String what, URI uri, HttpReply reply) {
    Finding finding =
        what.equals("live")
            ? Finding.critical(
                "sso-not-live",
                "The sign-on service %s says that it does not live."
                    .formatted(words.url().getAuthority()))
            : Finding.critical(
                "sso-not-ready",
                "The sign-on service %s is up and not ready: it has no database, or is still starting."
                    .formatted(words.url().getAuthority()));
    return words
        .finished(finding, uri.toString())
        .expected("status 200 or 204")
        .observed(SsoWords.observed(reply));
  }
}
