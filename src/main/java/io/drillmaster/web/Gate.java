package io.drillmaster.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first thing that every request meets: security headers, and whether the contract has such a
 * path and method. What passes carries an {@link ApiRequest}.
 */
final class Gate implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String REQUEST = "drillmaster-request";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private final Contract contract;
  private final Clock clock;

  Gate(Contract contract, Clock clock) {
    this.contract = contract;
    this.clock = clock;
  }

  static ApiRequest request(RoutingContext context) {
    return context.get(REQUEST);
  }

  @Override
  public void handle(RoutingContext context) {
    HEADERS.forEach(context.response()::putHeader);
    String method = context.request().method().name();
    if (!isReadable(context)) {
      Replies.send(context, Problems.malformed());
      return;
    }
    Optional<Contract.Match> match = contract.match(context.normalizedPath());
    if (match.isEmpty()) {
      Replies.send(context, Problems.noSuchPath());
      return;
    }
    Contract.Path path = match.get().path();
    if (!path.allows(method)) {
      Replies.send(context, Problems.methodNotAllowed(path.allow()));
    } else if (method.equals("OPTIONS")) {
      String allow = String.join(", ", path.allow());
      Replies.send(context, new Answer(204, MediaTypes.TEXT, "", Map.of("Allow", allow)));
    } else {
      pass(context, match.get(), method);
    }
  }

  private static boolean isReadable(RoutingContext context) {
    try {
      return context.normalizedPath() != null && context.queryParams() != null;
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  private void pass(RoutingContext context, Contract.Match match, String method) {
    String from = context.request().remoteAddress().hostAddress();
    AuditEntry audit =
        new AuditEntry(clock.instant(), method + " " + match.path().template(), from);
    ApiRequest request =
        new ApiRequest(method, match, context.queryParams(), context.request().headers(), audit);
    context.put(REQUEST, request);
    handOver(context, request);
    context.next();
  }

  /** Vert.x 4.5 would have us use an internal class in place of this; 5 makes that one public. */
  @SuppressWarnings("deprecation")
  private static void handOver(RoutingContext context, ApiRequest request) {
    context.setUser(ApiCall.user(request));
  }

  /** Answers what failed on its way, in our words. */
  static void failed(RoutingContext context) {
    int status = context.statusCode();
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      // too late for words; a half answer must not look whole
      if (!response.ended()) {
        context.request().connection().close();
      }
      return;
    }
    HEADERS.forEach(response::putHeader);
    if (status == 413) {
      Replies.send(context, Problems.tooLarge(BodyGuard.LIMIT));
    } else if (status >= 400 && status < 500) {
      Replies.send(context, Problems.malformed());
    } else if (context.failure() instanceof IllegalArgumentException) {
      Replies.send(context, Problems.malformed());
    } else {
      LOG.error("A request failed", context.failure());
      Replies.send(context, Problems.defect());
    }
  }
}
