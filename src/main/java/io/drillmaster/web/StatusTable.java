package io.drillmaster.web;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.web.TextColumns.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The status as a terminal shows it: verdict first, problems first, each with its next step. */
final class StatusTable {
  private static final int WIDTH = 82;
  private static final int NAMES = 6;
  private static final int ALIKE = 10;
  private static final int KEY = 18;
  private static final int VALUE = 38;

  private final Paint paint;
  private final StringBuilder text = new StringBuilder();

  private StatusTable(Paint paint) {
    this.paint = paint;
  }

  static String render(EstateView estate, Paint paint) {
    StatusTable table = new StatusTable(paint);
    for (ClusterView cluster : estate.clusters()) {
      if (!table.text.isEmpty()) {
        table.text.append('\n');
      }
      table.add(cluster, estate.at());
    }
    return table.text.toString();
  }

  private void add(ClusterView cluster, Instant at) {
    String title = TextColumns.padded("Backups on " + cluster.name(), WIDTH - 22);
    line(title + "  " + Words.minute(at));
    Status status = cluster.status();
    line(painted(status, status.symbol() + " " + status) + ": " + verdict(status));
    rows(cluster);
    problems(cluster);
    cluster.leftOut().forEach((reason, targets) -> line(leftOut(reason, targets)));
    line(cluster.summary());
  }

  /** Of many problems of one kind and code the first few stand for all; the rows name each. */
  private void problems(ClusterView cluster) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (TargetView problem : cluster.roots()) {
      String codes =
          problem.findings().stream().map(Finding::code).sorted().collect(Collectors.joining(", "));
      String what = problem.target().kind() + " " + codes;
      if (seen.merge(what, 1, Integer::sum) <= ALIKE) {
        details(problem, cluster);
      }
    }
    seen.forEach(
        (what, count) -> {
          if (count > ALIKE) {
            line("  … and " + (count - ALIKE) + " more of " + what + ", named above");
          }
        });
  }

  private static String leftOut(String reason, List<TargetView> targets) {
    return "– left out of " + oneLine(reason) + ": " + some(targets, t -> t.target().path());
  }

  private static String verdict(Status status) {
    return switch (status) {
      case OK -> "every backup that was looked at is good";
      case WARNING -> "everything can be recovered now, with warnings";
      case UNKNOWN -> "nobody can tell whether everything can be recovered now";
      case CRITICAL -> "not everything can be recovered now";
    };
  }

  private void rows(ClusterView cluster) {
    TextColumns columns =
        new TextColumns(
            new Column("COMPONENT", false, 18),
            new Column("TARGET", false, 40),
            new Column("LAST GOOD", false, 24),
            new Column("AGE", true, 14),
            new Column("RPO", true, 10),
            new Column("SIZE", true, 10),
            new Column("CHECKS", true, 8));
    List<TargetView> loud = cluster.loud();
    loud.forEach(target -> columns.add(cells(target)));
    cluster
        .quiet()
        .forEach(q -> columns.add(List.of(q.kind(), q.told(), "–", "", "", "", q.tally())));
    List<String> lines = columns.lines();
    line("  " + lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      Status status = i <= loud.size() ? loud.get(i - 1).status() : Status.OK;
      line(painted(status, status.symbol()) + " " + lines.get(i));
    }
  }

  private static List<String> cells(TargetView target) {
    return List.of(
        target.target().kind(),
        target.target().path(),
        target.lastGood().map(at -> Words.moment(at, target.at())).orElse(absent(target)),
        target.age().map(Words::span).orElse(""),
        target.rpo().map(Words::objective).orElse(""),
        target.size().map(Words::size).orElse(""),
        target.tally());
  }

  private static String absent(TargetView target) {
    if (target.status() == Status.UNKNOWN) {
      return target.standing().isEmpty() ? "not looked yet" : "could not look";
    }
    return "–";
  }

  private void details(TargetView problem, ClusterView cluster) {
    Status status = problem.status();
    String name = problem.target().kind() + " " + problem.target().path();
    String since =
        problem
            .since()
            .map(s -> " for " + Words.span(Duration.between(s, problem.at())))
            .orElse("");
    line(painted(status, status.symbol() + " " + Words.line(name)) + " · " + status + since);
    problem.failedChecks().forEach(this::check);
    List<TargetView> also = cluster.consequencesOf(problem);
    if (!also.isEmpty()) {
      detail("explains", Words.count(also.size(), "more problem") + ": " + names(also));
    }
    each(problem, "cause", f -> f.cause().map(Object::toString).orElse(""));
    each(problem, "next", Finding::next);
    each(problem, "runbook", Finding::runbook);
  }

  private void check(Check check) {
    String sentence = check.finding().map(Finding::sentence).orElse("");
    String expected = check.expected().isBlank() ? "" : "expected " + Words.line(check.expected());
    String observed = check.observed().isBlank() ? "" : "observed " + Words.line(check.observed());
    if (expected.isEmpty() && observed.isEmpty()) {
      detail(check.name(), sentence);
    } else {
      detail(check.name(), TextColumns.padded(expected, VALUE) + " " + observed);
      detail("", sentence);
    }
  }

  private void each(TargetView problem, String key, Function<Finding, String> part) {
    problem.findings().stream()
        .map(part)
        .filter(value -> !value.isBlank())
        .distinct()
        .forEach(value -> detail(key, value));
  }

  private static String names(List<TargetView> targets) {
    return some(targets, target -> target.target().kind() + " " + target.target().path());
  }

  private static String some(List<TargetView> targets, Function<TargetView, String> name) {
    String some = targets.stream().limit(NAMES).map(name).collect(Collectors.joining(", "));
    return targets.size() > NAMES ? some + " and " + (targets.size() - NAMES) + " more" : some;
  }

  private void detail(String key, String value) {
    line(
        ("    " + TextColumns.padded(Words.line(key), KEY) + " " + oneLine(value)).stripTrailing());
  }

  private static String oneLine(String value) {
    return value.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").stripTrailing();
  }

  private String painted(Status status, String part) {
    return paint.status(status, part);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
