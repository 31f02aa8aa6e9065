package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drillmaster.config.SmallFile.UnreadableException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names in a kubeconfig ({@code v1 Config}) and which of them belong together. Nothing else of
 * the file is kept: it holds credentials.
 */
final class KubeconfigNames {
  private record Context(String cluster, String user) {}

  private final Map<String, Context> contexts = new LinkedHashMap<>();
  private final Set<String> clusters;
  private final Set<String> users;

  private KubeconfigNames(JsonNode root) {
    for (JsonNode entry : root.path("contexts")) {
      JsonNode context = entry.path("context");
      contexts.put(
          entry.path("name").asText(),
          new Context(context.path("cluster").asText(), context.path("user").asText()));
    }
    clusters = names(root.path("clusters"));
    users = names(root.path("users"));
  }

  /**
   * @throws UnreadableException where it is no kubeconfig
   */
  static KubeconfigNames read(Path file) throws UnreadableException {
    String text = SmallFile.read(file);
    try {
      JsonNode root = YamlTree.parse("kubeconfig", text).root();
      if (root.path("contexts").isArray()) {
        return new KubeconfigNames(root);
      }
    } catch (InvalidConfigException e) {
      // falls through: what is wrong within it is not ours to tell, and might quote it
    }
    throw new UnreadableException("is no kubeconfig");
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new TreeSet<>();
    list.forEach(entry -> names.add(entry.path("name").asText()));
    return names;
  }

  Set<String> contexts() {
    return contexts.keySet();
  }

  /** What a context names and the file does not have; empty where all is there. */
  Optional<String> dangling(String context) {
    Context named = contexts.get(context);
    if (named == null) {
      return Optional.empty();
    }
    if (!clusters.contains(named.cluster())) {
      return Optional.of("a cluster that is not in it");
    }
    return users.contains(named.user())
        ? Optional.empty()
        : Optional.of("a user that is not in it");
  }
}
