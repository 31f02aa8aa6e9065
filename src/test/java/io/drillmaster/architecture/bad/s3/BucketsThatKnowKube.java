package io.drillmaster.architecture.bad.s3;

/** Breaks a rule, to show that the rule sees it. */
public final class BucketsThatKnowKube {
  io.drillmaster.architecture.bad.kube.Boundary known;
}
