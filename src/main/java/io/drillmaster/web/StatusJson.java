package io.drillmaster.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The status as data; {@code openapi.json} has its schema. */
final class StatusJson {
  private StatusJson() {}

  static String render(EstateView estate) {
    ObjectNode json = Json.object();
    json.put("at", Json.time(estate.at()));
    json.put("status", estate.status().name());
    json.set("clusters", Json.array(estate.clusters(), StatusJson::cluster));
    return Json.pretty(json);
  }

  private static ObjectNode cluster(ClusterView cluster) {
    ObjectNode json = Json.object();
    json.put("cluster", cluster.name());
    json.put("role", cluster.role());
    json.put("status", cluster.status().name());
    json.put("answer", cluster.answer());
    json.set(
        "summary",
        Json.object()
            .put("good", cluster.good())
            .put("warnings", cluster.warnings())
            .put("bad", cluster.bad())
            .put("unknown", cluster.unknown()));
    json.set("targets", Json.array(cluster.targets(), StatusJson::target));
    return json;
  }

  private static ObjectNode target(TargetView target) {
    ObjectNode json = Json.object();
    json.put("target", target.target().toString());
    json.put("probe", target.probe());
    json.put("kind", target.target().kind());
    json.put("namespace", target.target().namespace());
    json.put("name", target.target().name());
    json.put("status", target.status().name());
    json.put("since", Json.time(target.since()));
    json.put("lookedAt", Json.time(target.lookedAt()));
    json.put("tookSeconds", Json.seconds(target.standing().map(s -> s.latest().duration())));
    json.put("lastGood", Json.time(target.lastGood()));
    json.put("ageSeconds", Json.seconds(target.age()));
    json.put("rpoSeconds", Json.seconds(target.rpo()));
    json.put("sizeBytes", target.size().map(Math::round).orElse(null));
    json.set("checks", Json.array(target.checks(), Json::check));
    json.set("findings", Json.array(target.findings(), Json::finding));
    json.set("recent", Json.statuses(target.recent()));
    return json;
  }
}
