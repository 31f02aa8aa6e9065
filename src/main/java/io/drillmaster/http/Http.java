package io.drillmaster.http;

import io.drillmaster.core.probe.Deadline;

/** Sends requests, each on a connection of its own, so that every answer proves the whole path. */
@FunctionalInterface
public interface Http {
  /**
   * Sends one request, once: nothing is repeated. It ends by the deadline whatever the other side
   * does, also when that sends a byte now and then.
   *
   * @return the answer, whatever its status
   * @throws HttpFailureException where there is no whole answer
   */
  HttpReply send(HttpAsk ask, Deadline deadline);
}
