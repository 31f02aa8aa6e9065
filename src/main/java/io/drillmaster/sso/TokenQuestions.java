package io.drillmaster.sso;

import io.drillmaster.config.SsoConfig.Client;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Target;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.JsonValue;
import io.drillmaster.sso.SsoProbe.Asked;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Asks for a token with client credentials (RFC 6749, section 4.4; with a service account as
 * Authentik has it) and verifies it as the application would. Each token is a record in Authentik,
 * so that it is asked for now and then only; one that failed is asked for again at once.
 */
final class TokenQuestions {
  private static final int LONGEST = 64 * 1024;
  private static final long LONGEST_SECRET = 64 * 1024;

  /** The errors of RFC 6749, section 5.2; what else a server writes there is not shown. */
  private static final List<String> ERRORS =
      List.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope");

  private final Http http;
  private final Duration every;
  private final Map<Target, Verified> verified = new ConcurrentHashMap<>();

  /**
   * @param keys with which it was verified: other keys need another token
   */
  private record Verified(Instant at, Set<String> keys) {}

  TokenQuestions(Http http, Duration every) {
    this.http = http;
    this.every = every;
  }

  void retain(Set<Target> existing) {
    verified.keySet().retainAll(existing);
  }

  void ask(Judgement.Builder answer, Asked asked, ProviderDocument document, SigningKeys keys) {
    Optional<Client> client = asked.application().client();
    if (client.isEmpty()) {
      return;
    }
    Optional<Verified> usable =
        Optional.ofNullable(verified.get(asked.target())).filter(one -> isUsable(one, asked, keys));
    Optional<Finding> finding =
        usable.isPresent() ? Optional.empty() : token(asked, client.get(), document, keys);
    if (finding.isPresent()) {
      verified.remove(asked.target());
      answer.failed("token", finding.get());
      return;
    }
    Instant now = asked.context().now();
    Verified latest = usable.orElse(new Verified(now, keys.identities()));
    verified.put(asked.target(), latest);
    answer.passed(
        "token",
        "a token that the application accepts",
        "one was verified " + TimeWords.ago(latest.at(), now));
  }

  private boolean isUsable(Verified one, Asked asked, SigningKeys keys) {
    return !one.at().isBefore(asked.context().notBefore())
        && one.at().plus(every).isAfter(asked.context().now())
        && one.keys().equals(keys.identities());
  }

  /** Why there is no good token; empty where there is one. */
  private Optional<Finding> token(
      Asked asked, Client client, ProviderDocument document, SigningKeys keys) {
    Optional<SecretValue> secret = secret(client.secret());
    if (secret.isEmpty()) {
      return Optional.of(unreadable(asked));
    }
    URI uri = document.endpoint(ProviderDocument.TOKEN);
    HttpReply reply;
    try {
      reply =
          http.send(
              HttpAsk.post(uri, form(client, secret.get())).atMost(LONGEST),
              SsoWords.half(asked.context()));
    } catch (HttpFailureException e) {
      return Optional.of(asked.words().unreachable("a token", e));
    }
    asked.context().note("POST " + uri + ": " + reply.status());
    Optional<JsonValue> json = ApplicationQuestions.object(reply);
    Optional<String> token =
        json.filter(body -> reply.status() == 200)
            .flatMap(body -> body.text("access_token").or(() -> body.text("id_token")));
    if (token.isEmpty()) {
      return Optional.of(refused(asked, uri, reply, json));
    }
    TokenCheck check = new TokenCheck(document.issuer(), client.id(), keys, asked.context().now());
    return check.fault(token.get()).map(fault -> invalid(asked, uri, fault));
  }

  private static Optional<SecretValue> secret(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_SECRET) {
        return Optional.empty();
      }
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(new SecretValue(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static HttpAsk.Body form(Client client, SecretValue secret) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", client.id());
    fields.put("scope", "openid");
    client.account().ifPresent(account -> fields.put("username", account));
    fields.put(client.account().isPresent() ? "password" : "client_secret", secret.reveal());
    String form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return new HttpAsk.Body("application/x-www-form-urlencoded", new SecretValue(form));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Finding unreadable(Asked asked) {
    return Finding.unknown(
            "sso-secret-unreadable",
            "The secret of the client of application %s cannot be read, so no token was asked for."
                .formatted(asked.application().slug()))
        .expected("a file with the secret in one line")
        .observed("no such file, an empty one, or no permission")
        .next("./drillmaster validate --config config/drillmaster.yaml")
        .runbook(SsoWords.RUNBOOK);
  }

  private static Finding refused(Asked asked, URI uri, HttpReply reply, Optional<JsonValue> json) {
    Finding finding =
        Finding.critical(
            "sso-token-refused",
            "Authentik issues no token for application %s.".formatted(asked.application().slug()));
    Optional<String> error = json.flatMap(body -> body.text("error")).filter(ERRORS::contains);
    return asked
        .words()
        .finished(finding, "-X POST " + SsoWords.shown(uri.toString()))
        .expected("status 200 with access_token")
        .observed(SsoWords.observed(reply) + error.map(code -> ", " + code).orElse(""));
  }

  private static Finding invalid(Asked asked, URI uri, TokenCheck.Fault fault) {
    Finding finding =
        Finding.critical(
            "sso-token-invalid",
            "Authentik issues tokens that application %s must refuse."
                .formatted(asked.application().slug()));
    return asked
        .words()
        .finished(finding, "-X POST " + SsoWords.shown(uri.toString()))
        .expected(fault.expected())
        .observed(fault.observed());
  }
}
