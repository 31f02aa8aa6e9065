package io.drillmaster.web;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report of one run as a page. */
final class RunPage {
  private RunPage() {}

  static String render(RunView view) {
    Run run = view.run();
    Map<String, Object> model = new HashMap<>();
    model.put("title", RunView.title(run));
    model.put("id", run.id().value());
    model.put("over", run.state().isOver());
    model.put("status", StatusPage.status(view.status()));
    model.put("verdict", view.verdict());
    model.put("started", Words.second(run.startedAt()));
    model.put("ended", run.endedAt().map(Words::second).orElse("not yet"));
    model.put("requestedBy", run.request().requestedBy());
    model.put("target", run.target().toString());
    model.put("drill", run.purpose() == Plan.Purpose.DRILL);
    model.put("rto", measured(run.rto(), run.objectives().rto()));
    model.put("rpo", measured(run.rpo(), run.objectives().rpo()));
    model.put("cleanup", view.cleanup());
    model.put("residue", run.residue().map(r -> r.objects()).orElse(List.of()));
    model.put("phases", phases(view));
    model.put("findings", run.findings().stream().map(RunPage::finding).toList());
    model.put("failed", checks(run, false));
    model.put("passed", checks(run, true));
    model.put("undos", run.undos().stream().map(RunPage::undo).toList());
    return Templates.render("run", model);
  }

  private static String measured(Optional<Duration> value, Optional<Duration> objective) {
    String limit = objective.map(o -> "at most " + Words.objective(o)).orElse("");
    if (value.isEmpty()) {
      return "not measured" + (limit.isEmpty() ? "" : "; objective: " + limit);
    }
    return Words.span(value.get()) + (limit.isEmpty() ? "" : " of " + limit);
  }

  /**
   * Each with its share of the whole time, in per cent, where the bar begins and how long it is.
   */
  private static List<Map<String, Object>> phases(RunView view) {
    Run run = view.run();
    double whole =
        Math.max(1, Duration.between(run.startedAt(), run.endedAt().orElse(view.at())).toMillis());
    return run.phases().stream().map(phase -> phase(view, phase, whole)).toList();
  }

  private static Map<String, Object> phase(RunView view, Run.PhaseRecord phase, double whole) {
    double from =
        phase
            .startedAt()
            .map(s -> Duration.between(view.run().startedAt(), s).toMillis() / whole * 100)
            .orElse(0.0);
    double width = view.took(phase).map(t -> t.toMillis() / whole * 100).orElse(0.0);
    Status status = RunView.status(phase.state());
    return Map.of(
        "symbol", RunView.symbol(phase.state()),
        "style", StatusPage.status(status).get("style"),
        "name", phase.name(),
        "state", phase.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
        "took", view.took(phase).map(Words::span).orElse(""),
        "usual",
            Optional.ofNullable(view.usual().get(phase.name()))
                .map(u -> "usually " + Words.span(u))
                .orElse(""),
        "progress", phase.progress(),
        "from", Math.round(Math.min(99, from)),
        "width", phase.startedAt().isPresent() ? Math.max(1, Math.round(width)) : 0);
  }

  private static List<Map<String, Object>> checks(Run run, boolean passed) {
    return run.checks().stream()
        .filter(record -> (record.check().status() == Status.OK) == passed)
        .sorted(Comparator.comparing((Run.CheckRecord r) -> r.check().status()).reversed())
        .map(RunPage::check)
        .toList();
  }

  private static Map<String, Object> check(Run.CheckRecord record) {
    Map<String, Object> model = new HashMap<>(StatusPage.check(record.check()));
    model.put("target", record.target().toString());
    model.put("dataProving", record.dataProving());
    model.put("next", record.check().finding().map(Finding::next).orElse(""));
    model.put("runbook", record.check().finding().map(Finding::runbook).orElse(""));
    return model;
  }

  private static Map<String, Object> finding(Finding finding) {
    return Map.of(
        "status", StatusPage.status(finding.severity()),
        "sentence", finding.sentence(),
        "expected", finding.expected(),
        "observed", finding.observed(),
        "next", finding.next(),
        "runbook", finding.runbook());
  }

  private static Map<String, Object> undo(Run.UndoRecord undo) {
    String state = undo.ended() ? (undo.succeeded() ? "✔ done" : "✖ failed") : "◌ under way";
    return Map.of("name", undo.name(), "state", state, "attempts", undo.attempts());
  }
}
