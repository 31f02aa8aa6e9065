package io.drillmaster.lab.kube;

/** The errors that a faulty API server answers. */
final class FaultAnswers {
  private static final int RETRY_AFTER_SECONDS = 1;

  private FaultAnswers() {}

  static Answer of(int status, ApiRequest request) {
    return switch (status) {
      case 401 -> Answer.of(StatusException.unauthorized());
      case 403 -> Answer.of(Forbidden.of(request));
      case 429 -> throttled();
      case 500 ->
          refusal(500, "InternalError", "Internal error occurred: etcdserver: request timed out");
      case 503 ->
          refusal(
              503, "ServiceUnavailable", "the server is currently unable to handle the request");
      case 504 ->
          refusal(504, "Timeout", "Timeout: request did not complete within the allotted timeout");
      default -> refusal(status, "", "an error on the server has prevented the request");
    };
  }

  private static Answer throttled() {
    StatusException refusal =
        new StatusException(
            429,
            "TooManyRequests",
            "the server has received too many requests and has asked us to try again later",
            Json.object("retryAfterSeconds", RETRY_AFTER_SECONDS));
    return Answer.of(refusal).with("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
  }

  private static Answer refusal(int status, String reason, String message) {
    return Answer.of(new StatusException(status, reason, message, Json.object()));
  }
}
