package io.drillmaster.architecture.bad.http;

/** Breaks a rule, to show that the rule sees it. */
public final class HttpThatKnowsKube {
  io.drillmaster.architecture.bad.kube.Boundary known;
}
