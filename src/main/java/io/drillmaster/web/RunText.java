package io.drillmaster.web;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import io.drillmaster.web.TextColumns.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as a terminal shows it: verdict, phases, problems with their next step. */
final class RunText {
  private static final int KEY = 18;
  private static final int VALUE = 38;

  private final RunView view;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private RunText(RunView view, Paint paint) {
    this.view = view;
    this.paint = paint;
  }

  /** The whole run, as it stands. */
  static String report(RunView view, Paint paint) {
    RunText text = new RunText(view, paint);
    Run run = view.run();
    text.lines.add(RunView.title(run));
    text.lines.add(
        run.state().isOver() ? paint.status(view.status(), view.verdict()) : view.verdict());
    run.phases().forEach(text::phase);
    text.checks();
    run.findings().forEach(text::finding);
    text.measured();
    return String.join("\n", text.lines) + "\n";
  }

  /** Runs as a table, in the order given. */
  static String history(List<Run> runs, Instant now) {
    if (runs.isEmpty()) {
      return "no runs yet\n";
    }
    TextColumns columns =
        new TextColumns(
            new Column("RUN", false, 32),
            new Column("KIND", false, 24),
            new Column("CLUSTER", false, 24),
            new Column("STARTED", false, 24),
            new Column("TOOK", true, 14),
            new Column("VERDICT", false, 16),
            new Column("EXIT", true, 4));
    runs.forEach(run -> columns.add(cells(run, now)));
    List<String> lines = columns.lines();
    StringBuilder text = new StringBuilder("  " + lines.get(0) + "\n");
    for (int i = 0; i < runs.size(); i++) {
      RunView view = new RunView(runs.get(i), Map.of(), now);
      String symbol = runs.get(i).state().isOver() ? view.status().symbol() : "◌";
      text.append(symbol).append(' ').append(lines.get(i + 1)).append('\n');
    }
    return text.toString();
  }

  private static List<String> cells(Run run, Instant now) {
    return List.of(
        run.id().value(),
        run.request().kind(),
        run.request().cluster(),
        Words.moment(run.startedAt(), now),
        Words.span(Duration.between(run.startedAt(), run.endedAt().orElse(now))),
        run.verdict().map(Enum::name).orElse(run.state().name()),
        run.exitCode().map(String::valueOf).orElse(""));
  }

  private void phase(Run.PhaseRecord phase) {
    String took = view.took(phase).map(Words::span).orElse("");
    String usual =
        phase.state() == PhaseState.RUNNING && view.usual().containsKey(phase.name())
            ? "  usually " + Words.span(view.usual().get(phase.name()))
            : "";
    String head = paint.status(RunView.status(phase.state()), RunView.symbol(phase.state()));
    String name = TextColumns.padded(phase.name(), 14);
    String line = name + " " + TextColumns.padded(view.told(phase), 52) + " " + took + usual;
    lines.add(head + " " + line.stripTrailing());
  }

  private void checks() {
    Map<Target, List<Check>> failed = new LinkedHashMap<>();
    for (Run.CheckRecord record : view.run().checks()) {
      if (record.check().status() != Status.OK) {
        failed.computeIfAbsent(record.target(), t -> new ArrayList<>()).add(record.check());
      }
    }
    failed.forEach(this::problem);
    int total = view.run().checks().size();
    if (total > 0) {
      long good = view.run().checks().stream().filter(c -> c.check().status() == Status.OK).count();
      lines.add(good + " of " + Words.count(total, "check") + " good");
    }
  }

  private void problem(Target target, List<Check> checks) {
    Status status = Status.worstOf(checks.stream().map(Check::status).toList());
    String name = target.cluster() + " " + target.kind() + " " + target.path();
    lines.add(paint.status(status, status.symbol() + " " + Words.line(name)) + " · " + status);
    checks.forEach(this::check);
    List<Finding> findings = checks.stream().flatMap(c -> c.finding().stream()).toList();
    findings.stream().map(Finding::next).distinct().forEach(n -> detail("next", n));
    findings.stream().map(Finding::runbook).distinct().forEach(r -> detail("runbook", r));
  }

  private void check(Check check) {
    String expected = check.expected().isBlank() ? "" : "expected " + check.expected();
    String observed = check.observed().isBlank() ? "" : "observed " + check.observed();
    boolean bare = expected.isEmpty() && observed.isEmpty();
    if (!bare) {
      detail(check.name(), TextColumns.padded(expected, VALUE) + " " + observed);
    }
    check.finding().ifPresent(f -> detail(bare ? check.name() : "", f.sentence()));
  }

  private void finding(Finding finding) {
    String head = finding.severity().symbol() + " " + Words.line(finding.sentence());
    lines.add(paint.status(finding.severity(), head) + " · " + finding.severity());
    detail("expected", finding.expected());
    detail("observed", finding.observed());
    detail("next", finding.next());
    detail("runbook", finding.runbook());
  }

  private void measured() {
    Run run = view.run();
    run.rto().ifPresent(rto -> lines.add("RTO " + Words.span(rto) + of(run.objectives().rto())));
    run.rpo().ifPresent(rpo -> lines.add("RPO " + Words.span(rpo) + of(run.objectives().rpo())));
    if (run.purpose() == Plan.Purpose.DRILL && run.state().isOver()) {
      lines.add("cleanup: " + view.cleanup());
    }
  }

  private static String of(java.util.Optional<Duration> objective) {
    return objective.map(o -> " of " + Words.objective(o)).orElse("");
  }

  private void detail(String key, String value) {
    if (!value.isBlank()) {
      String text = value.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
      lines.add(("    " + TextColumns.padded(Words.line(key), KEY) + " " + text).stripTrailing());
    }
  }
}
