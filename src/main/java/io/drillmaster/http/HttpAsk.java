package io.drillmaster.http;

import io.drillmaster.core.SecretValue;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request. It prints without its bearer token, its body and its query.
 *
 * @param uri absolute, {@code http} or {@code https}, without user and password
 * @param headers by name; none of them secret
 * @param bearer for the header {@code Authorization}
 * @param body sent with POST; GET has none
 * @param followsRedirects whether an answer 3xx is followed, five times at most; else it is the
 *     answer
 * @param maxBytes longest body that is taken, uncompressed; a longer one is a failure
 */
public record HttpAsk(
    URI uri,
    Map<String, String> headers,
    Optional<SecretValue> bearer,
    Optional<Body> body,
    boolean followsRedirects,
    int maxBytes) {
  private static final int MAX_BYTES = 1024 * 1024;

  public HttpAsk {
    headers = Map.copyOf(headers);
    boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!known || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("not a URL of http or https with a host and no user");
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("an answer may have at least one byte: " + maxBytes);
    }
  }

  /**
   * What is sent; it may hold a password, so it does not print.
   *
   * @param contentType {@code application/x-www-form-urlencoded}
   */
  public record Body(String contentType, SecretValue content) {}

  /** A GET that takes a body of one MiB at most and follows no redirect. */
  public static HttpAsk get(URI uri) {
    return new HttpAsk(uri, Map.of(), Optional.empty(), Optional.empty(), false, MAX_BYTES);
  }

  /** The same as a POST. */
  public static HttpAsk post(URI uri, Body body) {
    return new HttpAsk(uri, Map.of(), Optional.empty(), Optional.of(body), false, MAX_BYTES);
  }

  public HttpAsk header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new HttpAsk(uri, more, bearer, body, followsRedirects, maxBytes);
  }

  public HttpAsk bearer(SecretValue token) {
    return new HttpAsk(uri, headers, Optional.of(token), body, followsRedirects, maxBytes);
  }

  public HttpAsk followingRedirects() {
    return new HttpAsk(uri, headers, bearer, body, true, maxBytes);
  }

  public HttpAsk atMost(int bytes) {
    return new HttpAsk(uri, headers, bearer, body, followsRedirects, bytes);
  }

  /** {@code GET} or {@code POST}. */
  public String method() {
    return body.isPresent() ? "POST" : "GET";
  }

  /** Where it goes, without the query. */
  public String place() {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }

  @Override
  public String toString() {
    return method() + " " + place();
  }
}
