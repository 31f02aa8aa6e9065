package io.drillmaster.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An answer: any status, the whole body. Nothing of it is shown to people as it is. */
public final class HttpReply {
  private final int status;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;
  private final Timing timing;

  /**
   * How long it took, from the call on.
   *
   * @param answered until the status and the headers were there: name, connection, TLS and the
   *     other side's thinking
   * @param whole until the body was there too
   */
  public record Timing(Duration answered, Duration whole) {}

  /**
   * @param headers by name; a repeated one with commas between its values
   */
  public HttpReply(int status, Map<String, String> headers, byte[] body, Timing timing) {
    this.status = status;
    this.headers.putAll(headers);
    this.body = body.clone();
    this.timing = timing;
  }

  public int status() {
    return status;
  }

  /** The value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The media type without its parameters, in lower case; empty where none is said. */
  public String mediaType() {
    return header("Content-Type").orElse("").replaceFirst(";.*", "").strip().toLowerCase();
  }

  public int size() {
    return body.length;
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON (RFC 8259); empty where it is anything else, or something follows it. */
  public Optional<JsonValue> json() {
    return JsonValue.parse(text());
  }

  /** The page of a proxy or a login, where data was asked for. */
  public boolean isHtml() {
    String start = text().stripLeading();
    String begin = start.substring(0, Math.min(start.length(), 15)).toLowerCase();
    return mediaType().equals("text/html")
        || begin.startsWith("<!doctype html")
        || begin.startsWith("<html");
  }

  public Timing timing() {
    return timing;
  }

  /** The clock of the other side: its Date header (RFC 9110), exact to a second. */
  public Optional<Instant> serverTime() {
    try {
      return header("Date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@code 200 application/json, 512 bytes}. */
  @Override
  public String toString() {
    return (status + " " + mediaType()).strip() + ", " + body.length + " bytes";
  }
}
