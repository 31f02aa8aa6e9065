package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a schema cannot say of the sections about the ways between clusters. */
final class BetweenRules {
  private static final List<String> WITH_HTTP = List.of("http", "https");

  private final YamlTree yaml;
  private final RuleWords words;
  private final Problems problems;

  BetweenRules(YamlTree yaml, RuleWords words, Problems problems) {
    this.yaml = yaml;
    this.words = words;
    this.problems = problems;
  }

  void check() {
    Map<String, ConfigPath> names = new HashMap<>();
    each(ConfigPath.of("paths"), path -> path(path, names));
    sso(ConfigPath.of("sso"));
    ConfigPath exclusions = ConfigPath.of("probes", "coverage", "exclude");
    each(exclusions, exclusion -> clusterName(exclusion.key("cluster")));
  }

  private void each(ConfigPath list, Consumer<ConfigPath> rule) {
    for (int i = 0; yaml.at(list).isArray() && i < yaml.at(list).size(); i++) {
      rule.accept(list.item(i));
    }
  }

  private void path(ConfigPath path, Map<String, ConfigPath> names) {
    clusterName(path.key("from"));
    String from = yaml.at(path.key("from")).asText();
    once(path.key("name"), from, names);
    String protocol = yaml.at(path.key("protocol")).asText();
    if (List.of("tcp", "tls").contains(protocol)) {
      if (!yaml.at(path).has("port")) {
        problems.add(path.key("port"), "is missing: " + protocol + " has no port of its own");
      }
      for (String key : List.of("path", "status")) {
        if (yaml.at(path).has(key)) {
          problems.add(
              path.key(key), "is for " + String.join(" and ", WITH_HTTP) + ", not for " + protocol);
        }
      }
    }
  }

  private void clusterName(ConfigPath path) {
    List<String> clusters = new ArrayList<>();
    each(ConfigPath.of("clusters"), c -> clusters.add(yaml.at(c.key("name")).asText()));
    JsonNode name = yaml.at(path);
    if (name.isTextual() && !clusters.contains(name.asText())) {
      problems.add(
          path,
          words.shown(path) + " is none of clusters; " + Suggestions.of(name.asText(), clusters));
    }
  }

  private void once(ConfigPath path, String scope, Map<String, ConfigPath> names) {
    JsonNode name = yaml.at(path);
    if (!name.isTextual()) {
      return;
    }
    ConfigPath before = names.putIfAbsent(scope + "\n" + name.asText(), path.parent());
    if (before != null) {
      problems.add(path, words.shown(path) + " stands in " + before + " too; names must differ");
    }
  }

  private void sso(ConfigPath sso) {
    if (!yaml.at(sso).isObject()) {
      return;
    }
    Map<String, ConfigPath> slugs = new HashMap<>();
    each(sso.key("applications"), one -> once(one.key("slug"), "", slugs));
    boolean[] seen = new boolean[1];
    each(ConfigPath.of("clusters"), cluster -> seen[0] |= isLocal(yaml.at(cluster)));
    if (!seen[0]) {
      problems.add(
          sso,
          "is seen from no cluster: this daemon runs in none of them; set local: true for the one that it runs in");
    }
  }

  private static boolean isLocal(JsonNode cluster) {
    return cluster.path("local").asBoolean(cluster.path("api").path("inCluster").asBoolean(false));
  }
}
