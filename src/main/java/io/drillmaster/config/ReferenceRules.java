package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a schema cannot say: names that must differ, files and contexts that must be there. */
final class ReferenceRules {
  private final String file;
  private final YamlTree yaml;
  private final Path directory;
  private final List<ConfigProblem> problems = new ArrayList<>();

  ReferenceRules(String file, YamlTree yaml, Path directory) {
    this.file = file;
    this.yaml = yaml;
    this.directory = directory;
  }

  List<ConfigProblem> check() {
    clusters(yaml.root().path("clusters"));
    JsonNode token = yaml.root().path("api").path("token").path("file");
    if (token.isTextual() && !token.asText().isEmpty()) {
      tokenFile(Paths.resolve(directory, token.asText()));
    }
    int api = yaml.root().path("api").path("port").asInt(8080);
    int management = yaml.root().path("management").path("port").asInt(8081);
    if (api == management && api != 0) {
      add("management.port", "'" + management + "' is taken by api.port; take another one");
    }
    return problems;
  }

  private void clusters(JsonNode clusters) {
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; clusters.isArray() && i < clusters.size(); i++) {
      String path = "clusters[" + i + "]";
      JsonNode name = clusters.get(i).path("name");
      if (name.isTextual()) {
        Integer before = names.putIfAbsent(name.asText(), i);
        if (before != null) {
          add(path + ".name", "is the name of clusters[" + before + "] too; names are unique");
        }
        if (name.asText().equals("all")) {
          add(path + ".name", "'all' means every cluster; take another name");
        }
      }
      access(path + ".api", clusters.get(i).path("api"));
    }
  }

  private void access(String path, JsonNode api) {
    if (!api.isObject()) {
      return;
    }
    boolean inCluster = api.path("inCluster").asBoolean(false);
    boolean byFile = api.has("kubeconfig") || api.has("context");
    if (inCluster && byFile) {
      add(path, "has inCluster and a kubeconfig; it is one or the other");
    } else if (!inCluster && !(api.has("kubeconfig") && api.has("context"))) {
      add(path, "needs either inCluster: true, or kubeconfig and context");
    } else if (!inCluster && api.get("kubeconfig").isTextual() && api.get("context").isTextual()) {
      kubeconfig(path, api.get("kubeconfig").asText(), api.get("context").asText());
    }
  }

  private void kubeconfig(String path, String kubeconfig, String context) {
    Path resolved = Paths.resolve(directory, kubeconfig);
    if (!Files.isReadable(resolved) || Files.isDirectory(resolved)) {
      add(path + ".kubeconfig", "'" + kubeconfig + "' is not there or cannot be read");
      return;
    }
    contexts(resolved)
        .ifPresentOrElse(
            contexts -> {
              if (!contexts.contains(context)) {
                String have = contexts.isEmpty() ? "none" : String.join(", ", contexts);
                add(
                    path + ".context",
                    "'" + context + "' is no context of " + kubeconfig + "; it has " + have);
              }
            },
            () -> add(path + ".kubeconfig", "'" + kubeconfig + "' is no kubeconfig"));
  }

  private static Optional<List<String>> contexts(Path kubeconfig) {
    try {
      JsonNode root = YamlTree.parse("kubeconfig", Files.readString(kubeconfig)).root();
      List<String> names = new ArrayList<>();
      root.path("contexts").forEach(context -> names.add(context.path("name").asText()));
      return Optional.of(names);
    } catch (IOException | InvalidConfigException e) {
      return Optional.empty();
    }
  }

  private void tokenFile(Path token) {
    try {
      if (Files.readString(token).isBlank()) {
        add("api.token.file", "the file is empty; it must hold the token");
      }
    } catch (IOException e) {
      add("api.token.file", "the file is not there or cannot be read");
    }
  }

  private void add(String path, String message) {
    problems.add(new ConfigProblem(file, yaml.line(path), path, message));
  }
}
