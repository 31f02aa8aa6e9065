package io.drillmaster.web;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the audit log will say of one request: who, what, when, from where, with which outcome. */
final class AuditEntry {
  private static final Logger LOG = LoggerFactory.getLogger("audit");

  private final Instant at;
  private final String what;
  private final String from;
  private volatile String caller = "nobody";
  private volatile String about = "-";

  /**
   * @param what method and template of the path; nothing that the client chose
   * @param from address of the client
   */
  AuditEntry(Instant at, String what, String from) {
    this.at = at;
    this.what = what;
    this.from = from;
  }

  /** Who asks: {@code static-token}, or {@code nobody} while that is not known. */
  String caller() {
    return caller;
  }

  void calledBy(String subject) {
    caller = subject;
  }

  /** What it came to: kind and cluster, the run; our own words. */
  void about(String words) {
    about = words;
  }

  /**
   * @param status of the answer; 0 where the client left before there was one
   */
  void write(int status) {
    LOG.info(
        "at={} who={} what=\"{}\" about=\"{}\" from={} outcome={}",
        Json.time(at),
        caller,
        what,
        about,
        from,
        status == 0 ? "client-left" : status);
  }
}
