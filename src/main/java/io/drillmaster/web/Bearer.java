package io.drillmaster.web;

import io.drillmaster.config.DrillmasterConfig.ApiConfig;
import io.drillmaster.core.SecretValue;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through what carries the token, where one is needed: whatever starts or stops something, and
 * reads where the configuration closes them. Writes the audit log, and slows down clients that ask
 * for too much.
 */
final class Bearer implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Bearer.class);
  private static final String SUBJECT = "static-token";
  private static final Pattern TOKEN =
      Pattern.compile("bearer +([A-Za-z0-9._~+/=-]{1,8192}) *", Pattern.CASE_INSENSITIVE);

  private final Optional<TokenFile> tokens;
  private final boolean readsNeedToken;
  private final RateLimit limit;

  Bearer(ApiConfig config, RateLimit limit) {
    this.tokens = config.tokenFile().map(TokenFile::new);
    this.readsNeedToken = config.readsNeedToken();
    this.limit = limit;
  }

  @Override
  public void handle(RoutingContext context) {
    ApiRequest request = Gate.request(context);
    if (request.isMutation()) {
      mutation(context, request);
    } else if (readsNeedToken && !request.isPublic()) {
      check(context, request);
    } else {
      context.next();
    }
  }

  private void mutation(RoutingContext context, ApiRequest request) {
    context.addEndHandler(
        ended ->
            request
                .audit()
                .write(context.response().headWritten() ? context.response().getStatusCode() : 0));
    String client = context.request().remoteAddress().hostAddress();
    long wait = limit.secondsToWait(client, System.nanoTime());
    if (wait > 0) {
      Replies.send(context, Problems.tooManyRequests(wait));
    } else {
      check(context, request);
    }
  }

  private void check(RoutingContext context, ApiRequest request) {
    List<String> given = request.headers().getAll("Authorization");
    if (tokens.isEmpty()) {
      Replies.send(context, Problems.closed());
    } else if (given.isEmpty()) {
      Replies.send(context, Problems.tokenMissing());
    } else {
      Matcher token = TOKEN.matcher(given.get(0));
      if (given.size() > 1 || !token.matches()) {
        Replies.send(context, Problems.tokenWrong());
      } else {
        compare(context, request, new SecretValue(token.group(1)));
      }
    }
  }

  private void compare(RoutingContext context, ApiRequest request, SecretValue given) {
    TokenFile file = tokens.orElseThrow();
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> file.accepts(given), false)
        .onComplete(
            compared -> {
              if (context.response().ended() || context.response().closed()) {
                return;
              }
              context.request().resume();
              if (compared.failed()) {
                LOG.error("The token file cannot be read, so nobody is let in", compared.cause());
                Replies.send(context, Problems.tokenUnreadable());
              } else if (!compared.result()) {
                Replies.send(context, Problems.tokenWrong());
              } else {
                request.audit().calledBy(SUBJECT);
                context.next();
              }
            });
  }
}
