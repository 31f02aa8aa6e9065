package io.drillmaster.sso;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Target;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpFailureException.Kind;
import io.drillmaster.http.HttpReply;
import java.net.URI;
import java.util.Optional;

/**
 * The words for what the sign-on service answers, or does not.
 *
 * @param url where it is
 * @param server the target of the service itself, whose finding explains others; empty in its own
 */
record SsoWords(URI url, Optional<Target> server) {
  static final String RUNBOOK = "docs/runbooks/SignOnBroken.md";
  private static final int LONGEST = 120;

  /** Half of what is left: time to say what was seen when one step hangs. */
  static Deadline half(ProbeContext context) {
    Deadline deadline = context.deadline();
    return Deadline.in(deadline.remaining().dividedBy(2), deadline.clock());
  }

  /** What somebody else wrote, without control characters and not at any length. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{C}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 3) + "...";
  }

  /** A page where a machine was to answer; an empty body is none, whatever its type says. */
  static boolean isPage(HttpReply reply) {
    boolean redirects = reply.status() >= 300 && reply.status() < 400;
    boolean succeeds = reply.status() >= 200 && reply.status() < 300;
    return redirects || succeeds && reply.isHtml() && !reply.text().isBlank();
  }

  /** {@code 302, a redirect}. */
  static String observed(HttpReply reply) {
    if (reply.status() >= 300 && reply.status() < 400) {
      return "status " + reply.status() + ", a redirect";
    }
    boolean page = reply.isHtml() && !reply.text().isBlank();
    return "status " + reply.status() + (page ? " with a page of HTML" : "");
  }

  /** There is no answer at all. */
  Finding unreachable(String what, HttpFailureException failure) {
    Finding finding = unreachable(what).observed(failure.words());
    boolean isAway =
        failure.kind() == Kind.DNS || failure.kind() == Kind.CONNECT || failure.kind() == Kind.TLS;
    return isAway ? caused(finding) : finding;
  }

  Finding unreachable(String what) {
    return finished(
            Finding.critical(
                "sso-unreachable",
                "The sign-on service %s does not answer, so nobody can log in."
                    .formatted(url.getAuthority())),
            url + "/-/health/ready/")
        .expected("an answer for " + what);
  }

  /** Somebody else answers in its place. */
  Finding page(URI asked, String what, HttpReply reply) {
    return finished(
            Finding.critical(
                "sso-login-page",
                "Where %s should be, %s answers with a page for people: a login, a proxy, or the wrong route."
                    .formatted(what, url.getAuthority())),
            asked.toString())
        .expected(what)
        .observed(observed(reply));
  }

  /** With the finding of the service itself as its cause. */
  Finding caused(Finding finding) {
    return server.map(finding::causedBy).orElse(finding);
  }

  Finding finished(Finding finding, String address) {
    return finding.next("curl -sS -i " + address).runbook(RUNBOOK);
  }
}
