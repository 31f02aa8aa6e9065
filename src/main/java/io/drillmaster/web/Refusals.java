package io.drillmaster.web;

import io.drillmaster.core.run.RunRefusedException;

/** Why a run that is valid cannot start now. */
final class Refusals {
  private Refusals() {}

  static Problem of(RunRefusedException refused) {
    return switch (refused.reason()) {
      case ALREADY_RUNNING -> alreadyRunning(refused);
      case HELD_ELSEWHERE ->
          Problem.of(
              409,
              "held-elsewhere",
              "Already running elsewhere",
              "Another daemon is at work on this target.",
              "task dr:status");
      case TOO_MANY ->
          Problem.of(
                  429,
                  "too-many-runs",
                  "Too many runs",
                  "As many runs are at work as this daemon allows.",
                  "task dr:history")
              .header("Retry-After", "30");
      case LOCK_UNAVAILABLE ->
          unavailable("It cannot be told whether another daemon is at work on this target.");
      case STORE_UNAVAILABLE -> unavailable("The run cannot be written down.");
      case SHUTTING_DOWN -> unavailable("The daemon is ending.");
    };
  }

  private static Problem alreadyRunning(RunRefusedException refused) {
    Problem problem =
        Problem.of(
            409,
            "already-running",
            "Already running",
            "This kind of run is at work on this target already.",
            refused.running().map(id -> "task dr:watch RUN=" + id).orElse("task dr:history"));
    return refused
        .running()
        .map(id -> problem.run(RunCalls.path(id)).header("Location", RunCalls.path(id)))
        .orElse(problem);
  }

  private static Problem unavailable(String detail) {
    return Problem.of(503, "unavailable", "Not now", detail, Problems.LATER)
        .header("Retry-After", "10");
  }
}
