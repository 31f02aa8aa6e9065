package io.drillmaster.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.run.Objectives;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * A run as data, in one shape for the API and for evidence; {@code openapi.json} has its schema.
 * Times are ISO 8601 in UTC, {@code rto}, {@code rpo} and spans are seconds; what is not known is
 * null.
 */
public final class RunJson {
  private RunJson() {}

  /** One run, indented, with a line end. */
  public static String run(Run run) {
    return Json.pretty(tree(run));
  }

  /** Several runs, as {@code {"runs": […]}}. */
  public static String history(List<Run> runs) {
    return Json.pretty(Json.object().set("runs", Json.array(runs, RunJson::tree)));
  }

  /** The run with {@code schemaVersion} and {@code tool} before it. */
  public static String evidence(Evidence evidence) {
    ObjectNode json = Json.object();
    json.put("schemaVersion", evidence.schemaVersion());
    ObjectNode tool = json.putObject("tool");
    new TreeMap<>(evidence.tool()).forEach(tool::put);
    json.setAll(tree(evidence.run()));
    return Json.pretty(json);
  }

  static ObjectNode tree(Run run) {
    ObjectNode json = Json.object();
    json.put("id", run.id().value());
    json.put("kind", run.request().kind());
    json.put("cluster", run.request().cluster());
    json.put("target", run.target().toString());
    json.put("purpose", run.purpose().name());
    ObjectNode parameters = json.putObject("parameters");
    run.request().parameters().forEach(parameters::put);
    json.put("requestedBy", run.request().requestedBy());
    json.put("state", run.state().name());
    json.put("verdict", run.verdict().map(Enum::name).orElse(null));
    json.put("exitCode", run.exitCode().orElse(null));
    json.put("startedAt", Json.time(run.startedAt()));
    json.put("endedAt", Json.time(run.endedAt()));
    json.set("objectives", objectives(run.objectives()));
    json.put("rto", Json.seconds(run.rto()));
    json.put("rpo", Json.seconds(run.rpo()));
    json.set("phases", Json.array(run.phases(), RunJson::phase));
    json.set("checks", Json.array(run.checks(), RunJson::check));
    json.set("findings", Json.array(run.allFindings(), Json::finding));
    json.set("undos", Json.array(run.undos(), RunJson::undo));
    json.set("residue", run.residue().<JsonNode>map(RunJson::residue).orElse(null));
    return json;
  }

  static ObjectNode objectives(Objectives objectives) {
    return Json.object()
        .put("rto", Json.seconds(objectives.rto()))
        .put("rpo", Json.seconds(objectives.rpo()));
  }

  private static ObjectNode phase(Run.PhaseRecord phase) {
    return Json.object()
        .put("name", phase.name())
        .put("state", phase.state().name())
        .put("startedAt", Json.time(phase.startedAt()))
        .put("endedAt", Json.time(phase.endedAt()))
        .put(
            "seconds",
            Json.seconds(
                phase
                    .startedAt()
                    .flatMap(from -> phase.endedAt().map(to -> Duration.between(from, to)))))
        .set("progress", Json.texts(phase.progress()));
  }

  private static ObjectNode check(Run.CheckRecord check) {
    ObjectNode json = Json.object();
    json.put("phase", check.phase());
    json.put("target", check.target().toString());
    json.put("dataProving", check.dataProving());
    json.setAll(Json.check(check.check()));
    return json;
  }

  private static ObjectNode undo(Run.UndoRecord undo) {
    return Json.object()
        .put("name", undo.name())
        .put("attempts", undo.attempts())
        .put("ended", undo.ended())
        .put("succeeded", undo.succeeded());
  }

  static ObjectNode residue(Residue residue) {
    return Json.object()
        .put("count", residue.objects().size())
        .set("objects", Json.texts(residue.objects()));
  }
}
