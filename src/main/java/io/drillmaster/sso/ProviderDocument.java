package io.drillmaster.sso;

import io.drillmaster.http.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as logging in
 * rests on it.
 *
 * @param issuer as it stands there
 * @param endpoints by their keys
 */
record ProviderDocument(String issuer, Map<String, URI> endpoints) {
  static final String AUTHORIZATION = "authorization_endpoint";
  static final String TOKEN = "token_endpoint";
  static final String KEYS = "jwks_uri";

  /** What a client cannot do without. */
  private static final List<String> ENDPOINTS = List.of(AUTHORIZATION, TOKEN, KEYS);

  /**
   * @param missing keys that are not there, or hold no URL
   */
  record Parsed(Optional<ProviderDocument> document, List<String> missing) {}

  static Parsed parse(JsonValue json) {
    List<String> missing = new ArrayList<>();
    Optional<String> issuer = json.text("issuer").filter(text -> !text.isBlank());
    if (issuer.isEmpty()) {
      missing.add("issuer");
    }
    Map<String, URI> endpoints = new LinkedHashMap<>();
    for (String key : ENDPOINTS) {
      json.text(key)
          .flatMap(ProviderDocument::url)
          .ifPresentOrElse(url -> endpoints.put(key, url), () -> missing.add(key));
    }
    return new Parsed(
        missing.isEmpty()
            ? Optional.of(new ProviderDocument(issuer.orElseThrow(), endpoints))
            : Optional.empty(),
        missing);
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return known && url.getHost() != null && url.getRawUserInfo() == null
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  URI endpoint(String key) {
    return endpoints.get(key);
  }

  /**
   * The keys of endpoints that lead away from a service, or to it without TLS where it has TLS.
   *
   * @param service where discovery was asked for
   */
  List<String> elsewhere(URI service) {
    return endpoints.entrySet().stream()
        .filter(entry -> !isOf(service, entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOf(URI service, URI endpoint) {
    return endpoint.getHost().equalsIgnoreCase(service.getHost())
        && port(endpoint) == port(service)
        && endpoint.getScheme().equals(service.getScheme());
  }

  private static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return url.getScheme().equals("https") ? 443 : 80;
  }
}
