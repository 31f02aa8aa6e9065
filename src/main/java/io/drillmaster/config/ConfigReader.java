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
  private final ConfigSchema schema;
  private final Path directory;

  ConfigReader(ConfigSchema schema, Path directory) {
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
            duration(store.get("keepRuns"))),
        new BetweenReader(directory).read(root));
  }

  /** Fills the defaults of the schema into what was not written. */
  private void fill(JsonNode rule, JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (String key : ConfigSchema.keys(rule)) {
        JsonNode below = schema.property(rule, key);
        if (!object.has(key) && below.has("default")) {
          object.set(key, below.get("default").deepCopy());
        }
        fill(below, object.path(key));
      }
    } else if (value.isArray()) {
      value.forEach(item -> fill(schema.items(rule), item));
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
        cluster.get("name").asText(),
        cluster.get("role").asText(),
        access,
        excluded,
        cluster.path("local").asBoolean(access instanceof ClusterAccess.InCluster),
        new TelemetryReader(directory).read(cluster));
  }

  private Map<String, ProbeSettings> probes(JsonNode probes) {
    Map<String, ProbeSettings> settings = new HashMap<>();
    for (String probe : schema.probes()) {
      settings.put(probe, probe(schema.at(ConfigPath.of("probes", probe)), probes.get(probe)));
    }
    return settings;
  }

  private ProbeSettings probe(JsonNode rule, JsonNode stanza) {
    Map<String, Object> more = fields(rule, stanza);
    return new ProbeSettings(
        (Boolean) more.remove("enabled"),
        (Duration) more.remove("every"),
        (Duration) more.remove("deadline"),
        more);
  }

  private Map<String, Object> fields(JsonNode rule, JsonNode object) {
    Map<String, Object> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      fields.put(field.getKey(), typed(schema.property(rule, field.getKey()), field.getValue()));
    }
    return fields;
  }

  private Object typed(JsonNode rule, JsonNode value) {
    if (ConfigSchema.isDuration(rule)) {
      return duration(value);
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNumber()) {
      return value.numberValue();
    }
    if (value.isArray()) {
      List<Object> items = new ArrayList<>();
      value.forEach(item -> items.add(typed(schema.items(rule), item)));
      return List.copyOf(items);
    }
    return value.isObject() ? fields(rule, value) : value.asText();
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
