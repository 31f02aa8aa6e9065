package io.drillmaster.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each client: so many at once, then so many a second. Remembers a bounded
 * number of clients, and forgets those first that were away longest.
 */
final class RateLimit {
  private static final int CLIENTS = 4096;
  private static final double NANOS = 1e9;

  private static final class Bucket {
    private double tokens;
    private long at;

    private Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }

  private final int burst;
  private final double perSecond;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CLIENTS;
        }
      };

  RateLimit(int burst, double perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /**
   * @param nanos of a clock that never goes back
   * @return 0 where the client may go on, else the seconds after which it may
   */
  synchronized long secondsToWait(String client, long nanos) {
    Bucket bucket = buckets.computeIfAbsent(client, c -> new Bucket(burst, nanos));
    double refilled = bucket.tokens + (nanos - bucket.at) / NANOS * perSecond;
    bucket.tokens = Math.min(burst, refilled);
    bucket.at = nanos;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((1 - bucket.tokens) / perSecond));
  }
}
