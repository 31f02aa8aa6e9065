package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a schema cannot say: values that must differ from each other, or must go together. */
final class ConsistencyRules {
  /** A deadline up to here is sound however often a probe looks. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  private final YamlTree yaml;
  private final ConfigSchema schema;
  private final RuleWords words;
  private final Problems problems;

  ConsistencyRules(YamlTree yaml, ConfigSchema schema, Problems problems) {
    this.problems = problems;
    this.yaml = yaml;
    this.schema = schema;
    this.words = new RuleWords(schema, yaml);
  }

  void check() {
    ReferenceRules references = new ReferenceRules(yaml, problems);
    ConfigPath clusters = ConfigPath.of("clusters");
    Map<String, Integer> names = new HashMap<>();
    Map<String, Integer> accesses = new HashMap<>();
    for (int i = 0; i < yaml.at(clusters).size() && yaml.at(clusters).isArray(); i++) {
      name(clusters.item(i).key("name"), i, names);
      access(clusters.item(i).key("api"), i, accesses);
      ConfigPath telemetry = clusters.item(i).key("telemetry");
      references.telemetry(telemetry);
      path(telemetry.key("metrics").key("token").key("file"));
      path(telemetry.key("logs").key("token").key("file"));
    }
    ports();
    new BetweenRules(yaml, words, problems).check();
    schema.probes().forEach(probe -> deadline(ConfigPath.of("probes", probe)));
    path(ConfigPath.of("store", "directory"));
    path(ConfigPath.of("api", "token", "file"));
    path(ConfigPath.of("tls", "authorities"));
    ConfigPath applications = ConfigPath.of("sso", "applications");
    for (int i = 0; i < yaml.at(applications).size() && yaml.at(applications).isArray(); i++) {
      path(applications.item(i).key("client").key("secret").key("file"));
    }
  }

  private void name(ConfigPath path, int position, Map<String, Integer> names) {
    JsonNode name = yaml.at(path);
    if (!name.isTextual()) {
      return;
    }
    Integer before = names.putIfAbsent(name.asText(), position);
    if (before != null) {
      problems.add(
          path,
          words.shown(path) + " is the name of clusters[" + before + "] too; names must differ");
    }
    if (name.asText().equals("all")) {
      problems.add(path, "'all' means every cluster; take another name");
    }
  }

  private void access(ConfigPath path, int position, Map<String, Integer> accesses) {
    JsonNode api = yaml.at(path);
    if (!api.isObject()) {
      return;
    }
    boolean inCluster = api.path("inCluster").asBoolean(false);
    if (inCluster && (api.has("kubeconfig") || api.has("context"))) {
      problems.add(path, "has inCluster and a kubeconfig; it is one or the other");
    } else if (!inCluster && !(api.has("kubeconfig") && api.has("context"))) {
      problems.add(path, "needs either inCluster: true, or kubeconfig and context");
    } else if (inCluster) {
      once(path, "in-cluster", position, accesses);
    } else if (path(path.key("kubeconfig"))) {
      String way = api.get("kubeconfig").asText() + "\n" + api.get("context").asText();
      once(path, way, position, accesses);
    }
  }

  private void once(ConfigPath path, String way, int position, Map<String, Integer> accesses) {
    Integer before = accesses.putIfAbsent(way, position);
    if (before != null) {
      problems.add(
          path, "reaches the same cluster as clusters[" + before + "].api; each one stands once");
    }
  }

  private void ports() {
    ConfigPath api = ConfigPath.of("api", "port");
    ConfigPath management = ConfigPath.of("management", "port");
    JsonNode one = effective(api);
    JsonNode two = effective(management);
    if (one.isIntegralNumber() && one.asText().equals(two.asText()) && one.asInt() != 0) {
      boolean written = yaml.line(management) > 0;
      String other = written ? "api.port" : "management.port";
      problems.add(
          written ? management : api,
          "'" + one + "' is the port of " + other + " too; ports must differ");
    }
  }

  private void deadline(ConfigPath probe) {
    ConfigPath path = probe.key("deadline");
    Optional<Duration> deadline = duration(path);
    Optional<Duration> every = duration(probe.key("every"));
    if (deadline.isEmpty() || every.isEmpty()) {
      return;
    }
    Duration most = every.get().compareTo(SHORT) > 0 ? every.get() : SHORT;
    if (deadline.get().compareTo(most) > 0) {
      String limit =
          most.equals(SHORT) ? "1m" : "its interval, " + effective(probe.key("every")).asText();
      problems.add(
          path,
          "'"
              + effective(path).asText()
              + "' is too long: what hangs must be seen within "
              + limit);
    }
  }

  private Optional<Duration> duration(ConfigPath path) {
    return Durations.parse(effective(path).asText());
  }

  private JsonNode effective(ConfigPath path) {
    JsonNode written = yaml.at(path);
    return written.isMissingNode() ? schema.at(path).path("default") : written;
  }

  /** Whether a text can be the name of a file at all; what is no text is not judged here. */
  private boolean path(ConfigPath path) {
    try {
      Path.of(yaml.at(path).asText());
      return yaml.at(path).isTextual();
    } catch (InvalidPathException e) {
      problems.add(path, "cannot be the name of a file: it holds characters that no name can have");
      return false;
    }
  }
}
