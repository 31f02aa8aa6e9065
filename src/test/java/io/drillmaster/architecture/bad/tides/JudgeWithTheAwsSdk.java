package io.drillmaster.architecture.bad.tides;

/** Breaks a rule, to show that the rule sees it. */
public final class JudgeWithTheAwsSdk {
  software.amazon.awssdk.services.s3.S3Client known;
}
