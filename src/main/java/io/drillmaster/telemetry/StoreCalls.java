package io.drillmaster.telemetry;

import io.drillmaster.config.SecretReference;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpFailureException.Kind;
import io.drillmaster.http.HttpFindings;
import io.drillmaster.http.HttpReply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Requests to one store.
 *
 * @param service what it is, with its article, for people: {@code the metrics store}
 * @param url below which its API is found
 * @param headers of every request
 */
record StoreCalls(
    Http http,
    String service,
    URI url,
    Optional<SecretReference> token,
    Map<String, String> headers) {
  private static final String RUNBOOK = "docs/runbooks/TelemetryStore.md";

  /**
   * Asks, and gives an answer 200 only.
   *
   * @param path below the URL: {@code /api/v1/query}
   * @throws CouldNotLookException with the finding; its severity is CRITICAL where the store itself
   *     is to blame
   */
  HttpReply get(String path, Map<String, String> parameters, Deadline deadline) {
    HttpAsk ask = HttpAsk.get(URI.create(url + path + "?" + encoded(parameters)));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      ask = ask.header(header.getKey(), header.getValue());
    }
    if (token.isPresent()) {
      ask = ask.bearer(secret(token.get(), words(path, parameters)));
    }
    try {
      HttpReply reply = http.send(ask, deadline);
      if (reply.status() != 200) {
        throw couldNotLook(words(path, parameters).status(reply, severity(reply)));
      }
      return reply;
    } catch (HttpFailureException e) {
      throw new CouldNotLookException(words(path, parameters).of(e, severity(e.kind())), e);
    }
  }

  /** An answer that is not what the API gives. */
  CouldNotLookException notUnderstood(
      HttpReply reply, String path, Map<String, String> parameters, String expected) {
    return couldNotLook(words(path, parameters).notUnderstood(reply, Status.UNKNOWN, expected));
  }

  private static CouldNotLookException couldNotLook(Finding finding) {
    return new CouldNotLookException(finding);
  }

  private HttpFindings words(String path, Map<String, String> parameters) {
    return new HttpFindings(service, url, command(path, parameters), RUNBOOK);
  }

  /** The same question for people. */
  String command(String path, Map<String, String> parameters) {
    StringBuilder command = new StringBuilder("curl -sG " + url + path);
    headers.forEach((name, value) -> command.append(" -H '" + name + ": " + value + "'"));
    parameters.forEach(
        (name, value) -> command.append(" --data-urlencode '" + name + "=" + value + "'"));
    return command.toString();
  }

  private SecretValue secret(SecretReference reference, HttpFindings words) {
    return reference
        .read()
        .orElseThrow(
            () ->
                couldNotLook(
                    Finding.unknown(
                            "token-unreadable",
                            "The bearer token for " + service + " cannot be read.")
                        .expected("a token in " + reference.place())
                        .observed("none")
                        .next(words.next())
                        .runbook(RUNBOOK)));
  }

  /** Whether the store is at fault, or it only could not be asked. */
  private static Status severity(Kind kind) {
    return kind == Kind.TOO_BIG || kind == Kind.OTHER ? Status.UNKNOWN : Status.CRITICAL;
  }

  private static Status severity(HttpReply reply) {
    return reply.status() >= 500 ? Status.CRITICAL : Status.UNKNOWN;
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
