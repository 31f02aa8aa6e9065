package io.drillmaster.web;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page: could we recover now? Made of the same view as the terminal table. */
final class StatusPage {
  private StatusPage() {}

  /**
   * @param runs newest first
   */
  static String render(EstateView estate, List<Run> runs) {
    Instant now = estate.at();
    return Templates.render(
        "status",
        Map.of(
            "at", Words.second(now),
            "status", status(estate.status()),
            "clusters", estate.clusters().stream().map(c -> cluster(c, runs)).toList(),
            "running",
                runs.stream().filter(r -> !r.state().isOver()).map(r -> run(r, now)).toList(),
            "over", runs.stream().filter(r -> r.state().isOver()).map(r -> run(r, now)).toList()));
  }

  static Map<String, Object> status(Status status) {
    return Map.of(
        "symbol", status.symbol(),
        "word", status.name(),
        "style", status.name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, Object> cluster(ClusterView cluster, List<Run> runs) {
    Map<String, Object> model = new HashMap<>();
    model.put("name", cluster.name());
    model.put("role", cluster.role());
    model.put("status", status(cluster.status()));
    model.put("answer", cluster.answer());
    model.put("summary", cluster.summary());
    model.put("proven", proven(cluster.name(), runs));
    model.put("problems", cluster.roots().stream().map(p -> problem(p, cluster)).toList());
    model.put("targets", cluster.loud().stream().map(StatusPage::target).toList());
    model.put("quiet", cluster.quiet().stream().map(StatusPage::quiet).toList());
    model.put("leftOutCount", cluster.leftOut().values().stream().mapToInt(List::size).sum());
    model.put(
        "leftOut",
        cluster.leftOut().entrySet().stream()
            .map(e -> Map.of("reason", e.getKey(), "names", names(e.getValue())))
            .toList());
    return model;
  }

  private static Map<String, Object> quiet(QuietTargets group) {
    return Map.of(
        "kind", group.kind(),
        "told", group.told(),
        "tally", group.tally(),
        "names", names(group.targets()));
  }

  private static List<String> names(List<TargetView> targets) {
    return targets.stream().map(t -> t.target().path()).toList();
  }

  private static String proven(String cluster, List<Run> runs) {
    return runs.stream()
        .filter(run -> run.purpose() == Plan.Purpose.DRILL)
        .filter(run -> run.request().cluster().equals(cluster))
        .filter(run -> run.verdict().equals(Optional.of(Verdict.VERIFIED)))
        .findFirst()
        .map(run -> "Last proven by a drill: " + Words.minute(run.startedAt()))
        .orElse("No recent drill has proven it.");
  }

  private static Map<String, Object> problem(TargetView problem, ClusterView cluster) {
    Map<String, Object> model = new HashMap<>(target(problem));
    model.put("checks", problem.failedChecks().stream().map(StatusPage::check).toList());
    model.put("next", each(problem, Finding::next));
    model.put("runbooks", each(problem, Finding::runbook));
    model.put("causes", each(problem, finding -> finding.cause().map(Object::toString).orElse("")));
    model.put(
        "explains",
        cluster.consequencesOf(problem).stream()
            .map(t -> t.target().kind() + " " + t.target().path())
            .toList());
    return model;
  }

  static Map<String, Object> check(Check check) {
    return Map.of(
        "name", check.name(),
        "status", status(check.status()),
        "expected", check.expected(),
        "observed", check.observed(),
        "sentence", check.finding().map(Finding::sentence).orElse(""));
  }

  private static List<String> each(TargetView problem, Function<Finding, String> part) {
    return problem.findings().stream().map(part).filter(p -> !p.isBlank()).distinct().toList();
  }

  private static Map<String, Object> target(TargetView target) {
    Map<String, Object> model = new HashMap<>();
    model.put("status", status(target.status()));
    model.put("kind", target.target().kind());
    model.put("path", target.target().path());
    model.put("lastGood", target.lastGood().map(at -> Words.moment(at, target.at())).orElse("–"));
    model.put("age", target.age().map(Words::span).orElse(""));
    model.put("rpo", target.rpo().map(Words::objective).orElse(""));
    model.put("size", target.size().map(Words::size).orElse(""));
    model.put("tally", target.tally());
    model.put(
        "since",
        target.since().map(s -> "for " + Words.span(Duration.between(s, target.at()))).orElse(""));
    model.put("recent", target.recent().stream().map(StatusPage::status).toList());
    model.put("recentWords", recentWords(target.recent()));
    return model;
  }

  private static String recentWords(List<Status> recent) {
    Map<Status, Long> counts =
        recent.stream()
            .collect(
                Collectors.groupingBy(
                    Function.identity(), () -> new EnumMap<>(Status.class), Collectors.counting()));
    return "last "
        + Words.count(recent.size(), "look")
        + ": "
        + counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> run(Run run, Instant now) {
    RunView view = new RunView(run, Map.of(), now);
    return Map.of(
        "id", run.id().value(),
        "kind", run.request().kind(),
        "cluster", run.request().cluster(),
        "started", Words.moment(run.startedAt(), now),
        "took", Words.span(Duration.between(run.startedAt(), run.endedAt().orElse(now))),
        "status", status(view.status()),
        "word", run.verdict().map(Enum::name).orElse(run.state().name()),
        "phase", view.currentPhase());
  }
}
