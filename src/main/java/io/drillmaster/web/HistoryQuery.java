package io.drillmaster.web;

import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.RunRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which runs somebody wants to see. */
record HistoryQuery(Optional<String> cluster, Optional<String> kind, int limit) {
  private static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 20;
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,3}");

  /**
   * @throws ProblemException with everything that is wrong with it
   */
  static HistoryQuery of(ApiRequest request, List<String> clusters, List<String> kinds) {
    List<InvalidRunException.Problem> problems = new ArrayList<>();
    Optional<String> cluster = request.parameter("cluster");
    cluster
        .filter(c -> !c.equals(RunRequest.ALL_CLUSTERS) && !clusters.contains(c))
        .ifPresent(c -> problems.add(unknown("cluster", c, clusters)));
    Optional<String> kind = request.parameter("kind");
    kind.filter(k -> !kinds.contains(k)).ifPresent(k -> problems.add(unknown("kind", k, kinds)));
    int limit = limit(request.parameter("limit"), problems);
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems).exception();
    }
    return new HistoryQuery(cluster, kind, limit);
  }

  private static InvalidRunException.Problem unknown(
      String name, String given, List<String> known) {
    String message = "is not known; known: " + String.join(", ", known);
    return new InvalidRunException.Problem("?" + name, message + DidYouMean.hint(given, known));
  }

  private static int limit(Optional<String> given, List<InvalidRunException.Problem> problems) {
    String limit = given.orElse(Integer.toString(DEFAULT_LIMIT));
    if (LIMIT.matcher(limit).matches() && Integer.parseInt(limit) <= MAX_LIMIT) {
      return Integer.parseInt(limit);
    }
    problems.add(
        new InvalidRunException.Problem("?limit", "must be a number from 1 to " + MAX_LIMIT));
    return DEFAULT_LIMIT;
  }
}
