package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.config.DrillmasterConfig.ApiConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.DrillmasterConfig.ManagementConfig;
import io.drillmaster.config.DrillmasterConfig.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a tree that keeps the schema into the typed configuration, defaults filled in. */
final class ConfigReader {
  private final SchemaRules schema;
  private final Path directory;

  ConfigReader(SchemaRules schema, Path directory) {
    this.schema = schema;
    this.directory = directory;
  }

  DrillmasterConfig read(JsonNode given) {
    ObjectNode root = given.deepCopy();
    fill(schema.root(), root);
    List<ClusterConfig> clusters = new ArrayList<>();
    root.get("clusters").forEach(cluster -> clusters.add(cluster(cluster)));
    JsonNode management = root.get("management");
    JsonNode store = root.get("store");
    return new DrillmasterConfig(
        clusters,
        probes(root.get("probes")),
        api(root.get("api")),
        new ManagementConfig(management.get("host").asText(), management.get("port").asInt()),
        new StoreConfig(
            Paths.resolve(directory, store.get("directory").asText()),
            duration(store.get("keepResults")),
            duration(store.get("keepRuns"))));
  }

  /** Fills the defaults of the schema into what was not written. */
  private void fill(JsonNode rule, JsonNode value) {
    JsonNode here = schema.resolve(rule);
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : here.path("properties").properties()) {
        JsonNode standard =
            field.getValue().has("default")
                ? field.getValue().get("default")
                : schema.resolve(field.getValue()).path("default");
        if (!object.has(field.getKey()) && !standard.isMissingNode()) {
          object.set(field.getKey(), standard.deepCopy());
        }
        fill(field.getValue(), object.path(field.getKey()));
      }
    } else if (value.isArray()) {
      value.forEach(item -> fill(here.path("items"), item));
    }
  }

  private ClusterConfig cluster(JsonNode cluster) {
    List<String> excluded = new ArrayList<>();
    cluster.get("exclude").get("namespaces").forEach(name -> excluded.add(name.asText()));
    JsonNode api = cluster.get("api");
    ClusterAccess access =
        api.get("inCluster").asBoolean()
            ? new ClusterAccess.InCluster()
            : new ClusterAccess.Kubeconfig(
                Paths.resolve(directory, api.get("kubeconfig").asText()),
                api.get("context").asText());
    return new ClusterConfig(
        cluster.get("name").asText(), cluster.get("role").asText(), access, excluded);
  }

  private Map<String, ProbeSettings> probes(JsonNode probes) {
    Map<String, ProbeSettings> settings = new HashMap<>();
    schema.probes().forEach(e -> settings.put(e.getKey(), probe(probes.get(e.getKey()))));
    return settings;
  }

  private static ProbeSettings probe(JsonNode stanza) {
    Map<String, Object> more = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : stanza.properties()) {
      more.put(field.getKey(), typed(field.getValue()));
    }
    return new ProbeSettings(
        (Boolean) more.remove("enabled"),
        (Duration) more.remove("every"),
        (Duration) more.remove("deadline"),
        more);
  }

  private static Object typed(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNumber()) {
      return value.numberValue();
    }
    Optional<Duration> duration = Durations.parse(value.asText());
    return duration.isPresent() ? duration.get() : value.asText();
  }

  private ApiConfig api(JsonNode api) {
    Optional<Path> token =
        Optional.ofNullable(api.get("token"))
            .map(t -> Paths.resolve(directory, t.get("file").asText()));
    return new ApiConfig(
        api.get("host").asText(),
        api.get("port").asInt(),
        token,
        api.get("reads").asText().equals("token"));
  }

  private static Duration duration(JsonNode text) {
    return Durations.parse(text.asText()).orElseThrow();
  }
}
