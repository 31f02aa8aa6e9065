package io.drillmaster.web;

import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.RunId;
import java.util.List;

/** The problems that every call may end with. */
final class Problems {
  private static final String DESCRIPTION = "curl -s \"$DR_URL/openapi.json\"";
  private static final String TOKEN = "export DR_TOKEN_FILE=<file with the token>";
  static final String LATER = "send it again later";

  private Problems() {}

  static Problem invalid(List<InvalidRunException.Problem> errors) {
    String detail = Words.count(errors.size(), "problem") + " in the request.";
    return Problem.of(400, "invalid-request", "The request is not valid", detail, DESCRIPTION)
        .errors(errors);
  }

  static Problem invalid(String pointer, String message) {
    return invalid(List.of(new InvalidRunException.Problem(pointer, message)));
  }

  static Problem malformed() {
    return Problem.of(
        400,
        "malformed-request",
        "The request is malformed",
        "The path, the query or a header cannot be read.",
        DESCRIPTION);
  }

  static Problem tokenMissing() {
    return Problem.of(
            401, "unauthorized", "A token is needed", "This call needs a bearer token.", TOKEN)
        .header("WWW-Authenticate", "Bearer realm=\"drillmaster\"");
  }

  static Problem tokenWrong() {
    return Problem.of(
            401, "unauthorized", "Not the right token", "The bearer token is not accepted.", TOKEN)
        .header("WWW-Authenticate", "Bearer realm=\"drillmaster\", error=\"invalid_token\"");
  }

  static Problem closed() {
    return Problem.of(
        403,
        "closed",
        "Nobody may do this here",
        "This daemon has no token file, so nothing that needs a token can be done.",
        "set api.tokenFile in the configuration and restart the daemon");
  }

  static Problem tokenUnreadable() {
    return Problem.of(
            503,
            "token-unreadable",
            "No token can be checked",
            "The token file of this daemon cannot be read or is empty.",
            "look at the file that api.tokenFile names")
        .header("Retry-After", "30");
  }

  static Problem noSuchPath() {
    return Problem.of(404, "not-found", "Not found", "This API has no such path.", DESCRIPTION);
  }

  static Problem noSuchRun() {
    return Problem.of(404, "not-found", "Not found", "There is no such run.", "task dr:history");
  }

  static Problem noSuchCluster(List<String> known) {
    String detail = "This daemon watches no such cluster. It watches: " + String.join(", ", known);
    return Problem.of(404, "unknown-cluster", "Unknown cluster", detail + ".", "task dr:status");
  }

  static Problem methodNotAllowed(List<String> allow) {
    String methods = String.join(", ", allow);
    return Problem.of(
            405,
            "method-not-allowed",
            "Method not allowed",
            "This path takes " + methods + ".",
            DESCRIPTION)
        .header("Allow", methods);
  }

  static Problem notAcceptable(List<String> offered) {
    return Problem.of(
        406,
        "not-acceptable",
        "Not acceptable",
        "This call answers " + String.join(", ", offered) + ".",
        "ask for it with -H 'Accept: " + offered.get(0) + "'");
  }

  static Problem tooSlow() {
    return Problem.of(
        408, "request-timeout", "Too slow", "The request did not arrive in time.", "send it again");
  }

  static Problem tookTooLong() {
    return Problem.of(503, "timeout", "Not in time", "The answer was not ready in time.", LATER)
        .header("Retry-After", "10");
  }

  static Problem tooLarge(int limit) {
    return Problem.of(
        413,
        "too-large",
        "Too large",
        "A body may have " + Words.size(limit) + ".",
        "send the kind of the run and its parameters only");
  }

  static Problem notJson() {
    return Problem.of(
        415,
        "unsupported-media-type",
        "Not JSON",
        "The body must be sent as application/json in UTF-8.",
        "send it with -H 'Content-Type: application/json'");
  }

  static Problem notOver(RunId id) {
    return Problem.of(
            425,
            "too-early",
            "Not over yet",
            "The run is still at work.",
            "task dr:watch RUN=" + id)
        .header("Retry-After", "5");
  }

  static Problem noEvidence(RunId id) {
    return Problem.of(
        404,
        "not-found",
        "Not found",
        "No evidence was filed for this run.",
        "task dr:watch RUN=" + id);
  }

  static Problem tooManyRequests(long seconds) {
    return Problem.of(
            429,
            "too-many-requests",
            "Too many requests",
            "Too many requests that change something came from this client.",
            "wait " + Words.count((int) seconds, "second") + ", then send it again")
        .header("Retry-After", Long.toString(seconds));
  }

  static Problem tooManyStreams() {
    return Problem.of(
            503,
            "too-many-streams",
            "Too many follow runs",
            "As many clients follow runs as this daemon allows.",
            "look at the run itself, or follow it later")
        .header("Retry-After", "10");
  }

  static Problem defect() {
    return Problem.of(
        500,
        "internal-error",
        "A defect of the daemon",
        "The daemon could not answer; its log says why.",
        "look at the log of the daemon");
  }
}
