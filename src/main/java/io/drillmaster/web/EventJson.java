package io.drillmaster.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.run.RunEvent;
import java.util.Locale;
import java.util.Optional;

/** One event of a run as data: the {@code data} of a server-sent event. */
final class EventJson {
  private EventJson() {}

  /** The kind of event, kebab-case: {@code phase-started}. */
  static String type(RunEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** On one line. */
  static String render(RunEvent event) {
    ObjectNode json = Json.object().put("type", type(event)).put("at", Json.time(event.at()));
    if (event instanceof RunEvent.RunStarted e) {
      started(json, e);
    } else if (event instanceof RunEvent.PhaseStarted e) {
      json.put("phase", e.phase());
    } else if (event instanceof RunEvent.Progressed e) {
      json.put("phase", e.phase()).put("line", e.line());
    } else if (event instanceof RunEvent.CheckRecorded e) {
      json.put("phase", e.phase()).put("target", e.target().toString());
      json.put("dataProving", e.dataProving()).set("check", Json.check(e.check()));
    } else if (event instanceof RunEvent.RpoMeasured e) {
      json.put("rpo", Json.seconds(e.rpo()));
    } else if (event instanceof RunEvent.UndoRegistered e) {
      json.put("phase", e.phase()).put("undo", e.undo());
    } else if (event instanceof RunEvent.PhaseEnded e) {
      json.put("phase", e.phase()).put("state", e.state().name()).set("finding", of(e.finding()));
    } else {
      afterPhases(json, event);
    }
    return Json.compact(json);
  }

  private static void afterPhases(ObjectNode json, RunEvent event) {
    if (event instanceof RunEvent.CancelRequested e) {
      json.put("by", e.by());
    } else if (event instanceof RunEvent.UndoStarted e) {
      json.put("undo", e.undo()).put("attempt", e.attempt());
    } else if (event instanceof RunEvent.UndoEnded e) {
      json.put("undo", e.undo()).put("succeeded", e.succeeded()).set("finding", of(e.finding()));
    } else if (event instanceof RunEvent.FindingRecorded e) {
      json.set("finding", Json.finding(e.finding()));
    } else if (event instanceof RunEvent.ResidueCounted e) {
      json.set("residue", RunJson.residue(e.residue()));
    } else if (event instanceof RunEvent.RunEnded e) {
      json.put("state", e.state().name()).put("verdict", e.verdict().name());
      json.put("exitCode", e.exitCode());
    }
  }

  private static void started(ObjectNode json, RunEvent.RunStarted e) {
    json.put("kind", e.request().kind()).put("cluster", e.request().cluster());
    json.put("target", e.target().toString()).put("purpose", e.purpose().name());
    json.set("phases", Json.texts(e.phases()));
    json.set("objectives", RunJson.objectives(e.objectives()));
  }

  private static JsonNode of(Optional<Finding> finding) {
    return finding.<JsonNode>map(Json::finding).orElse(null);
  }
}
