package io.drillmaster.architecture.bad.tides;

/** Breaks a rule, to show that the rule sees it. */
public final class JudgeWithJose {
  com.nimbusds.jose.jwk.JWK known;
}
