package io.drillmaster.web;

import java.util.Map;

/** A problem as a page, for people who came with a browser. */
final class ProblemPage {
  private ProblemPage() {}

  static String render(Problem problem) {
    return Templates.render(
        "problem",
        Map.of(
            "status", problem.status(),
            "title", problem.title(),
            "detail", problem.detail(),
            "next", problem.next(),
            "errors",
                problem.errors().stream()
                    .map(e -> Map.of("pointer", e.pointer(), "message", e.message()))
                    .toList()));
  }
}
