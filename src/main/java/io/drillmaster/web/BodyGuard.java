package io.drillmaster.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Lets no body through but JSON. Camel's own handler reads it, up to {@link #LIMIT}; a handler that
 * reads it earlier breaks requests over HTTP/2, where Camel resumes a request that has ended.
 */
final class BodyGuard implements Handler<RoutingContext> {
  /** In bytes. */
  static final int LIMIT = 16 * 1024;

  private static final Pattern JSON =
      Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-?8\"?)?\\s*");

  @Override
  public void handle(RoutingContext context) {
    List<String> types = context.request().headers().getAll("Content-Type");
    boolean json =
        types.size() == 1 && JSON.matcher(types.get(0).toLowerCase(Locale.ROOT)).matches();
    boolean post = context.request().method().name().equals("POST");
    if (post ? !json : !(types.isEmpty() || json)) {
      // forms and files would be unpacked, and other charsets decoded, before anybody looks at them
      Replies.send(context, Problems.notJson());
      return;
    }
    context.next();
  }
}
