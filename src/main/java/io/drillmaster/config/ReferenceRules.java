package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;

/** What a schema cannot say of telemetry and of references to secrets. */
final class ReferenceRules {
  private final YamlTree yaml;
  private final Problems problems;

  ReferenceRules(YamlTree yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  /** The metrics and the logs of a cluster. */
  void telemetry(ConfigPath telemetry) {
    for (String store : new String[] {"metrics", "logs"}) {
      secret(telemetry.key(store).key("token"));
    }
    JsonNode here = yaml.at(telemetry);
    boolean metrics = here.path("metrics").isObject();
    JsonNode logs = here.path("logs");
    if (logs.isObject() && !metrics && !logs.path("agent").asText().equals("none")) {
      problems.add(
          telemetry.key("logs"),
          "needs telemetry.metrics, where the counters of fluent-bit are, or agent: none");
    }
    boolean expected = here.path("nonce").path("expect").size() > 0;
    if (expected && !metrics && !logs.isObject()) {
      problems.add(
          telemetry.key("nonce").key("expect"),
          "needs telemetry.metrics or telemetry.logs, where they must arrive");
    }
  }

  /** Exactly one place where the secret stands. */
  void secret(ConfigPath path) {
    JsonNode reference = yaml.at(path);
    if (reference.isObject() && reference.has("file") == reference.has("env")) {
      problems.add(path, "needs either file or env: one place where the secret stands");
    }
  }
}
