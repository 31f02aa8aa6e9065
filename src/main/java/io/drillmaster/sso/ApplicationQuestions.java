package io.drillmaster.sso;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Target;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.JsonValue;
import io.drillmaster.sso.SsoProbe.Asked;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of the provider of one application, in the order in which a client meets it: each
 * question needs the answer of the one before.
 */
record ApplicationQuestions(
    Http http, Duration latencyWarning, KeyMemory memory, TokenQuestions tokens) {
  private static final int LONGEST = 256 * 1024;

  void retain(Set<Target> existing) {
    memory.retain(existing);
    tokens.retain(existing);
  }

  void ask(Judgement.Builder answer, Asked asked) {
    Optional<ProviderDocument> document = discovery(answer, asked);
    if (document.isEmpty()) {
      return;
    }
    answer.add(issuer(asked, document.get()));
    Check endpoints = endpoints(asked, document.get());
    answer.add(endpoints);
    if (endpoints.finding().isPresent()) {
      return; // neither keys nor secrets are exchanged with somebody else
    }
    Optional<SigningKeys> keys = keys(answer, asked, document.get());
    keys.ifPresent(found -> tokens.ask(answer, asked, document.get(), found));
  }

  private Optional<ProviderDocument> discovery(Judgement.Builder answer, Asked asked) {
    URI uri =
        URI.create(
            "%s/application/o/%s/.well-known/openid-configuration"
                .formatted(asked.words().url(), asked.application().slug()));
    HttpReply reply;
    try {
      reply = http.send(HttpAsk.get(uri).atMost(LONGEST), SsoWords.half(asked.context()));
    } catch (HttpFailureException e) {
      answer.failed("discovery", asked.words().unreachable("discovery", e));
      return Optional.empty();
    }
    asked.context().note(uri + ": " + reply);
    answer.measured(SsoProbe.DISCOVERY.of(reply.timing().whole()));
    ProviderDocument.Parsed parsed =
        reply
            .json()
            .filter(json -> reply.status() == 200 && json.isObject())
            .map(ProviderDocument::parse)
            .orElse(new ProviderDocument.Parsed(Optional.empty(), List.of()));
    if (parsed.document().isEmpty()) {
      answer.failed("discovery", broken(asked, uri, reply, parsed.missing()));
    } else {
      answer.passed("discovery", "an OpenID Connect document", "a whole document");
      answer.add(latency(asked.words(), uri, reply.timing().whole()));
    }
    return parsed.document();
  }

  private static Finding broken(Asked asked, URI uri, HttpReply reply, List<String> missing) {
    SsoWords words = asked.words();
    if (SsoWords.isPage(reply)) {
      return words.page(uri, "the discovery document", reply);
    }
    String slug = asked.application().slug();
    String sentence =
        reply.status() == 404
            ? "Authentik knows no application %s with an OAuth2 provider, so its users cannot log in."
            : "The discovery document of application %s is broken, so its users cannot log in.";
    Finding finding =
        words
            .finished(
                Finding.critical("sso-discovery-broken", sentence.formatted(slug)), uri.toString())
            .expected("status 200 with issuer, authorization_endpoint, token_endpoint, jwks_uri");
    if (!missing.isEmpty()) {
      return finding.observed("no " + String.join(", ", missing));
    }
    finding = finding.observed(reply.status() == 200 ? "no JSON object" : SsoWords.observed(reply));
    return reply.status() >= 502 && reply.status() <= 504 ? words.caused(finding) : finding;
  }

  private Check latency(SsoWords words, URI uri, Duration time) {
    String expected = "at most " + TimeWords.duration(latencyWarning);
    String observed = TimeWords.duration(time);
    if (time.compareTo(latencyWarning) <= 0) {
      return Check.passed("latency", expected, observed);
    }
    Finding finding =
        Finding.warning("sso-slow", "Discovery answers slowly: logging in takes long.");
    return Check.failed(
        "latency", words.finished(finding, uri.toString()).expected(expected).observed(observed));
  }

  private static Check issuer(Asked asked, ProviderDocument document) {
    String expected = asked.application().issuer();
    String observed = SsoWords.shown(document.issuer());
    if (document.issuer().equals(expected)) {
      return Check.passed("issuer", expected, observed);
    }
    String slug = asked.application().slug();
    Finding finding =
        Finding.critical(
            "sso-issuer-wrong",
            "The issuer of application %s is not the one that its clients expect: they refuse every token."
                .formatted(slug));
    return Check.failed(
        "issuer",
        asked
            .words()
            .finished(
                finding,
                asked.words().url()
                    + "/application/o/"
                    + slug
                    + "/.well-known/openid-configuration")
            .expected(expected)
            .observed(observed));
  }

  private static Check endpoints(Asked asked, ProviderDocument document) {
    URI service = asked.words().url();
    List<String> elsewhere = document.elsewhere(service);
    String expected = "endpoints at " + service.getScheme() + "://" + service.getAuthority();
    if (elsewhere.isEmpty()) {
      return Check.passed("endpoints", expected, expected);
    }
    Finding finding =
        Finding.critical(
            "sso-discovery-broken",
            "The discovery document of application %s sends its clients to another host."
                .formatted(asked.application().slug()));
    String where = SsoWords.shown(document.endpoint(elsewhere.get(0)).toString());
    return Check.failed(
        "endpoints",
        asked
            .words()
            .finished(
                finding,
                service
                    + "/application/o/"
                    + asked.application().slug()
                    + "/.well-known/openid-configuration")
            .expected(expected)
            .observed(String.join(", ", elsewhere) + " at " + where));
  }

  private Optional<SigningKeys> keys(
      Judgement.Builder answer, Asked asked, ProviderDocument document) {
    URI uri = document.endpoint(ProviderDocument.KEYS);
    KeyWords words = new KeyWords(asked, uri);
    Optional<SigningKeys> keys;
    try {
      HttpReply reply = http.send(HttpAsk.get(uri).atMost(LONGEST), SsoWords.half(asked.context()));
      asked.context().note(uri + ": " + reply);
      keys =
          Optional.of(reply.text())
              .filter(text -> reply.status() == 200)
              .flatMap(SigningKeys::parse);
      if (keys.isEmpty()) {
        answer.failed("keys", words.broken(reply));
      }
    } catch (HttpFailureException e) {
      answer.failed("keys", asked.words().unreachable("its signing keys", e));
      return Optional.empty();
    }
    return keys.flatMap(found -> judged(answer, asked, words, found));
  }

  private Optional<SigningKeys> judged(
      Judgement.Builder answer, Asked asked, KeyWords words, SigningKeys keys) {
    if (keys.usable().isEmpty()) {
      answer.failed("keys", words.empty(keys));
      return Optional.empty();
    }
    answer.passed("keys", "at least one signing key", keys.usable().size() + " signing keys");
    Instant now = asked.context().now();
    Optional<Instant> exchanged = memory.exchanged(asked.target(), keys.identities(), now);
    answer.add(words.stable(exchanged, now));
    return Optional.of(keys);
  }

  /** A JSON object, or nothing. */
  static Optional<JsonValue> object(HttpReply reply) {
    return reply.json().filter(JsonValue::isObject);
  }
}
