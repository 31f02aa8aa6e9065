package io.drillmaster.http;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.http.HttpFailureException.Kind;
import java.net.URI;

/**
 * The words for a service that does not answer, or not as it should, the same wherever it is seen.
 *
 * @param service what is asked, with its article: {@code the metrics store}
 * @param uri where it is asked
 * @param next the command that looks further
 * @param runbook that explains the codes
 */
public record HttpFindings(String service, URI uri, String next, String runbook) {
  /** The finding for a request without an answer. */
  public Finding of(HttpFailureException failure, Status severity) {
    Kind kind = failure.kind();
    return finding(severity, code(kind), sentence(kind), expected(kind), failure.words());
  }

  /** The finding for an answer whose status is not the one that was asked for. */
  public Finding status(HttpReply reply, Status severity) {
    int status = reply.status();
    String observed = status + (reply.isHtml() ? " with a page of HTML" : "");
    if (status == 401 || status == 403) {
      return finding(
          severity,
          "http-refused",
          begin() + " at " + host() + " refuses our credentials, or wants some.",
          "status 200",
          observed);
    }
    return finding(
        severity,
        status >= 500 ? "http-server-error" : "http-status",
        status >= 500
            ? begin() + " at " + host() + " answers with an error of its own."
            : begin() + " at " + host() + " answers with a status that nobody wants.",
        "status 200",
        observed);
  }

  /**
   * The finding for an answer 200 that is not what was asked for: the page of a proxy or of a
   * login, text that breaks off, another format.
   *
   * @param expected what a good answer is: {@code JSON with data.result}
   */
  public Finding notUnderstood(HttpReply reply, Status severity, String expected) {
    if (reply.isHtml()) {
      return finding(
          severity,
          "http-html",
          "Something in front of " + service + " answers with a page of HTML: a proxy or a login.",
          expected,
          reply.status() + " with a page of HTML");
    }
    return finding(
        severity,
        "http-not-understood",
        begin() + " at " + host() + " gives an answer that is not understood.",
        expected,
        reply.toString());
  }

  private Finding finding(
      Status severity, String code, String sentence, String expected, String observed) {
    Finding finding =
        switch (severity) {
          case CRITICAL -> Finding.critical(code, sentence);
          case WARNING -> Finding.warning(code, sentence);
          default -> Finding.unknown(code, sentence);
        };
    return finding.expected(expected).observed(observed).next(next).runbook(runbook);
  }

  private String host() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static String code(Kind kind) {
    return switch (kind) {
      case DNS -> "http-dns";
      case CONNECT -> "http-connect";
      case TLS -> "http-tls";
      case TIMEOUT -> "http-timeout";
      case CUT -> "http-cut";
      case TOO_BIG -> "http-too-big";
      case OTHER -> "http-error";
    };
  }

  private String sentence(Kind kind) {
    return switch (kind) {
      case DNS -> "The host name of " + service + ", " + uri.getHost() + ", does not resolve.";
      case CONNECT -> "There is no connection to " + service + " at " + host() + ".";
      case TLS -> "The TLS handshake with " + service + " at " + host() + " fails.";
      case TIMEOUT -> begin() + " at " + host() + " does not answer in time.";
      case CUT -> "The connection to " + service + " at " + host() + " is cut within the answer.";
      case TOO_BIG -> begin() + " at " + host() + " answers with far too much.";
      case OTHER -> begin() + " at " + host() + " does not speak HTTP as it should.";
    };
  }

  private String expected(Kind kind) {
    return switch (kind) {
      case DNS -> "an address for " + uri.getHost();
      case CONNECT -> "a connection to " + host();
      case TLS -> "a certificate that is trusted and names " + uri.getHost();
      case TIMEOUT, CUT, TOO_BIG, OTHER -> "an answer";
    };
  }

  private String begin() {
    return Character.toUpperCase(service.charAt(0)) + service.substring(1);
  }
}
