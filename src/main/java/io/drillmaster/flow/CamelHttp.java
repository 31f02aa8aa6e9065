package io.drillmaster.flow;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpFailureException.Kind;
import io.drillmaster.http.HttpReply;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Requests through {@code routes/http.camel.yaml}, which says with what time-outs. */
public final class CamelHttp implements Http, AutoCloseable {
  private final Supplier<ProducerTemplate> producer;
  private final HttpLimits limits = new HttpLimits();
  private final HttpConnections connections;

  /**
   * @param producer waits until the routes are up
   * @param trust whom TLS trusts
   */
  public CamelHttp(Supplier<ProducerTemplate> producer, SSLContext trust) {
    this.producer = producer;
    this.connections = new HttpConnections(trust);
  }

  /** With the authorities that the JDK trusts. */
  public static CamelHttp standard(Supplier<ProducerTemplate> producer) {
    try {
      return new CamelHttp(producer, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /** What the route needs, by the names that it knows; and this, as {@code http}. */
  public Map<String, Object> beans() {
    return Map.of("http", this, "http-limits", limits, "http-connections", connections.forRoutes());
  }

  @Override
  public HttpReply send(HttpAsk ask, Deadline deadline) {
    if (deadline.hasPassed()) {
      throw new HttpFailureException(Kind.TIMEOUT, "no time left", null);
    }
    String entry = ask.followsRedirects() ? "direct:http-following" : "direct:http";
    try (HttpLimits.Call call = limits.begin(ask.maxBytes(), deadline)) {
      Exchange exchange = producer.get().send(entry, each -> fill(each.getMessage(), ask));
      if (exchange.getException() != null) {
        throw failure(exchange.getException(), call);
      }
      return reply(exchange.getMessage(), call);
    }
  }

  private static void fill(Message message, HttpAsk ask) {
    ask.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_METHOD, ask.method());
    message.setHeader(Exchange.HTTP_URI, ask.uri().toString());
    ask.bearer().ifPresent(t -> message.setHeader("Authorization", "Bearer " + t.reveal()));
    ask.body()
        .ifPresent(
            body -> {
              message.setHeader(Exchange.CONTENT_TYPE, body.contentType());
              message.setBody(body.content().reveal());
            });
  }

  private static HttpFailureException failure(Exception failure, HttpLimits.Call call) {
    if (call.isTooBig()) {
      return new HttpFailureException(Kind.TOO_BIG, "an answer that is too long", failure);
    }
    if (call.isLate()) {
      return new HttpFailureException(Kind.TIMEOUT, "no whole answer in time", failure);
    }
    return failure instanceof IllegalArgumentException
        ? HttpFailures.notSent()
        : HttpFailures.sort(failure);
  }

  private static HttpReply reply(Message message, HttpLimits.Call call) {
    byte[] body = message.getBody(byte[].class);
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("Camel")) {
                headers.put(name, text(value));
              }
            });
    return new HttpReply(
        message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        headers,
        body == null ? new byte[0] : body,
        new HttpReply.Timing(call.answered(), call.sinceBegin()));
  }

  private static String text(Object value) {
    return value instanceof Collection<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }

  @Override
  public void close() {
    limits.close();
    connections.close();
  }
}
