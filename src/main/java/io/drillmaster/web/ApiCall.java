package io.drillmaster.web;

import io.drillmaster.core.run.InvalidRunException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way between the handlers before the routes and the calls behind them. A request that did not
 * come through the gate is not answered, so nothing is open where the gate is missing.
 */
public final class ApiCall {
  private static final Logger LOG = LoggerFactory.getLogger(ApiCall.class);
  private static final String REQUEST = "drillmaster-request";

  /** Hands the request over to the route; Camel carries the user of the routing context along. */
  static User user(ApiRequest request) {
    return User.create(new JsonObject(), new JsonObject().put(REQUEST, request));
  }

  static ApiRequest request(Exchange exchange) {
    User user =
        exchange.getMessage().getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class);
    if (user == null || !(user.attributes().getValue(REQUEST) instanceof ApiRequest request)) {
      throw new IllegalStateException("a request came around the gate");
    }
    exchange.setProperty(REQUEST, request);
    List<InvalidRunException.Problem> problems = request.queryProblems();
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems).exception();
    }
    return request;
  }

  /** Makes an answer of what a call threw. */
  public Answer failed(Exchange exchange) {
    Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Accept accept =
        exchange.getProperty(REQUEST) instanceof ApiRequest request
            ? request.accept()
            : Accept.of(List.of());
    if (thrown instanceof ProblemException expected) {
      return expected.problem().answer(accept);
    }
    LOG.error("A call of the API failed", thrown);
    return Problems.defect().answer(accept);
  }

  /**
   * Writes the answer that is the body into the message. Comes after every header was removed,
   * because platform-http sends request headers back.
   */
  public void send(Exchange exchange) {
    Message message = exchange.getMessage();
    Answer answer = message.getBody(Answer.class);
    answer.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
    message.setHeader(Exchange.CONTENT_TYPE, MediaTypes.header(answer.mediaType()));
    // over HTTP/2 a body would be sent even where none may be
    boolean head =
        exchange.getProperty(REQUEST) instanceof ApiRequest request
            && request.method().equals("HEAD");
    message.setBody(Buffer.buffer(head ? "" : answer.body()));
  }
}
