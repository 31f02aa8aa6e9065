package io.drillmaster.sso;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.http.HttpReply;
import io.drillmaster.sso.SsoProbe.Asked;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The words for the signing keys of an application.
 *
 * @param uri where they are published
 */
record KeyWords(Asked asked, URI uri) {
  Finding broken(HttpReply reply) {
    if (SsoWords.isPage(reply)) {
      return asked.words().page(uri, "the signing keys", reply);
    }
    Finding finding =
        Finding.critical(
            "sso-jwks-broken",
            "The signing keys of application %s cannot be had, so no token can be verified."
                .formatted(slug()));
    return finished(finding)
        .expected("status 200 with a JSON Web Key Set")
        .observed(reply.status() == 200 ? "no key set" : SsoWords.observed(reply));
  }

  Finding empty(SigningKeys keys) {
    Finding finding =
        Finding.critical(
            "sso-jwks-empty",
            "Application %s publishes no signing key, so no token can be verified: its provider has no signing key in Authentik."
                .formatted(slug()));
    return finished(finding)
        .expected("at least one RSA key from 2048 bits on, or EC key, for signatures")
        .observed(keys.published() == 0 ? "no keys" : "none among " + keys.published() + " keys");
  }

  Check stable(Optional<Instant> exchanged, Instant now) {
    String expected = "a key that was there before";
    if (exchanged.isEmpty()) {
      return Check.passed("keys stable", expected, "the keys are known");
    }
    Finding finding =
        Finding.warning(
            "sso-jwks-changed",
            "All signing keys of application %s were exchanged at once: clients that keep keys refuse tokens, and whoever is logged in may be logged out."
                .formatted(slug()));
    return Check.failed(
        "keys stable",
        finished(finding)
            .expected(expected)
            .observed(
                "other keys since "
                    + TimeWords.time(exchanged.get())
                    + ", "
                    + TimeWords.ago(exchanged.get(), now)));
  }

  private Finding finished(Finding finding) {
    return asked.words().finished(finding, SsoWords.shown(uri.toString()));
  }

  private String slug() {
    return asked.application().slug();
  }
}
