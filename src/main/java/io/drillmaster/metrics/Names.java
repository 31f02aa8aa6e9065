package io.drillmaster.metrics;

/** What every metric of ours begins with. */
final class Names {
  static final String PREFIX = "drillmaster_";

  private Names() {}
}
