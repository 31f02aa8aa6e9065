package io.drillmaster.lab.telemetry;

/** What can be wrong with what a cluster sends. */
public enum Trouble {
  /** vmagent is dead since some minutes. */
  AGENT_DEAD,
  /** vmagent never sent anything. */
  AGENT_NEVER,
  /** The label of the cluster got lost. */
  SAMPLES_UNNAMED,
  /** The label of the cluster has another value. */
  SAMPLES_MISNAMED,
  /** The clock of the cluster is ahead. */
  CLOCK_AHEAD,
  /** vmagent drops blocks that the hub refuses for good. */
  AGENT_DROPS,
  /** The hub refuses some writes. */
  WRITES_REFUSED,
  /** The queue of vmagent grows. */
  QUEUE_GROWS,
  /** vmagent is not scraped itself. */
  AGENT_UNSCRAPED,
  /** fluent-bit is dead since some minutes. */
  SHIPPER_DEAD,
  /** fluent-bit takes lines and ships none. */
  SHIPS_NOTHING,
  /** The field of the cluster got lost. */
  LINES_UNNAMED,
  /** fluent-bit gave up some lines. */
  SHIPPER_DROPS,
  /** fluent-bit must try again and again. */
  SHIPPER_RETRIES,
  /** The daemon in the cluster sends no nonces. */
  NO_NONCES,
  /** A cache between the daemon and vmagent gives the same page again and again. */
  NONCES_STAND_STILL,
  /** A third of everything is lost on the way. */
  LOSSY
}
