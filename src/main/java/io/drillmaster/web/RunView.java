package io.drillmaster.web;

import io.drillmaster.core.probe.Status;
import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunState;
import io.drillmaster.core.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run as people are told of it; what text and page have in common.
 *
 * @param usual how long each phase took in earlier runs of the same kind on the same cluster
 * @param at the instant; what is still running is counted up to it
 */
record RunView(Run run, Map<String, Duration> usual, Instant at) {
  RunView {
    usual = Map.copyOf(usual);
  }

  /** {@code Drill cnpg-restore on infra · run 7f3a · target latest · RTO ≤ 30m}. */
  static String title(Run run) {
    String what = run.purpose() == Plan.Purpose.DRILL ? "Drill " : "Verification ";
    String parameters =
        run.request().parameters().entrySet().stream()
            .map(p -> " · " + p.getKey() + " " + Words.line(p.getValue()))
            .collect(Collectors.joining());
    return what
        + run.request().kind()
        + " on "
        + where(run)
        + " · run "
        + run.id()
        + parameters
        + run.objectives().rto().map(rto -> " · RTO ≤ " + Words.objective(rto)).orElse("")
        + run.objectives().rpo().map(rpo -> " · RPO ≤ " + Words.objective(rpo)).orElse("");
  }

  private static String where(Run run) {
    return run.request().cluster().equals("all") ? "all clusters" : run.request().cluster();
  }

  /** How good the end is, or UNKNOWN while there is none. */
  Status status() {
    return run.exitCode().map(code -> status(code)).orElse(Status.UNKNOWN);
  }

  private Status status(int exitCode) {
    return switch (exitCode) {
      case 0 -> run.allFindings().isEmpty() ? Status.OK : Status.WARNING;
      case 1, 3 -> Status.CRITICAL;
      default -> Status.UNKNOWN;
    };
  }

  /** {@code ✔ VERIFIED}, {@code ✖ FAILED}, {@code ◌ RUNNING}, and what it means. */
  String verdict() {
    if (!run.state().isOver()) {
      return "◌ " + run.state() + " for " + Words.span(Duration.between(run.startedAt(), at));
    }
    String took =
        run.endedAt().map(e -> Words.span(Duration.between(run.startedAt(), e))).orElse("");
    return status().symbol()
        + " "
        + headline()
        + run.exitCode().map(code -> " · exit code " + code).orElse("")
        + " · took "
        + took;
  }

  private String headline() {
    String verdict = run.verdict().map(Verdict::name).orElse("");
    if (run.state() == RunState.ENDED) {
      boolean late =
          run.verdict().equals(Optional.of(Verdict.VERIFIED)) && status() == Status.CRITICAL;
      return verdict + " · " + (late ? "but not as it should be" : meaning());
    }
    return run.state() + " · " + verdict + " · " + meaning();
  }

  private String meaning() {
    return switch (run.verdict().orElse(Verdict.INCONCLUSIVE)) {
      case VERIFIED -> "what was looked at is good";
      case FAILED -> "the backup is bad";
      case INCONCLUSIVE -> "it could not be told";
      case UNPROVEN -> "nothing proved the data";
    };
  }

  static String symbol(PhaseState state) {
    return switch (state) {
      case PENDING -> "·";
      case RUNNING -> "◌";
      case PASSED -> "✔";
      case FAILED, TIMED_OUT -> "✖";
      case CANCELLED, SKIPPED -> "–";
    };
  }

  static Status status(PhaseState state) {
    return switch (state) {
      case PASSED -> Status.OK;
      case FAILED, TIMED_OUT -> Status.CRITICAL;
      default -> Status.UNKNOWN;
    };
  }

  /**
   * The word for a state that the symbol alone would leave open, with the last line of progress.
   */
  String told(Run.PhaseRecord phase) {
    String last =
        phase.progress().isEmpty() ? "" : phase.progress().get(phase.progress().size() - 1);
    String word =
        switch (phase.state()) {
          case PENDING, RUNNING, PASSED -> "";
          case FAILED -> "failed";
          case TIMED_OUT -> "timed out";
          case CANCELLED -> "cancelled";
          case SKIPPED -> "skipped";
        };
    return word + (word.isEmpty() || last.isEmpty() ? "" : ": ") + Words.line(last);
  }

  /** How long the phase took, or has taken so far. */
  Optional<Duration> took(Run.PhaseRecord phase) {
    return phase.startedAt().map(from -> Duration.between(from, phase.endedAt().orElse(at)));
  }

  /** {@code 0 left}, or that nothing was counted because nothing is written. */
  String cleanup() {
    return run.residue()
        .map(
            r ->
                r.objects().isEmpty()
                    ? "clean, nothing left"
                    : Words.count(r.objects().size(), "object") + " left")
        .orElse(run.purpose() == Plan.Purpose.DRILL ? "not counted" : "nothing was written");
  }

  /** The phase that is at work, and what it said last; nothing where none is. */
  String currentPhase() {
    return run.phases().stream()
        .filter(phase -> phase.state() == PhaseState.RUNNING)
        .findFirst()
        .map(phase -> phase.name() + (told(phase).isEmpty() ? "" : ": " + told(phase)))
        .orElse("");
  }
}
