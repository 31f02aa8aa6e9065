package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A kubeconfig file with one context for each server, named like its cluster. */
public final class Kubeconfig {
  private final List<ObjectNode> clusters = new ArrayList<>();
  private final List<ObjectNode> users = new ArrayList<>();
  private final List<ObjectNode> contexts = new ArrayList<>();

  /** All servers, each with its administrator; the first is the current context. */
  public static Kubeconfig of(ApiServer... servers) {
    Kubeconfig config = new Kubeconfig();
    for (ApiServer server : servers) {
      config.add(server.clusterName(), server, server.adminToken());
    }
    return config;
  }

  /** Adds a context for another user of a server. */
  public Kubeconfig add(String context, ApiServer server, String token) {
    String authority =
        Base64.getEncoder()
            .encodeToString(server.caCertificate().getBytes(StandardCharsets.US_ASCII));
    clusters.add(
        entry(
            context,
            "cluster",
            Map.of("server", server.url(), "certificate-authority-data", authority)));
    users.add(entry(context, "user", Map.of("token", token)));
    contexts.add(entry(context, "context", Map.of("cluster", context, "user", context)));
    return this;
  }

  private static ObjectNode entry(String name, String field, Map<String, String> value) {
    return Json.object("name", name, field, value);
  }

  /** The file's text: JSON, which is YAML too. */
  public String text() {
    ObjectNode config =
        Json.object(
            "apiVersion",
            "v1",
            "kind",
            "Config",
            "clusters",
            clusters,
            "users",
            users,
            "contexts",
            contexts,
            "current-context",
            contexts.isEmpty() ? "" : contexts.get(0).path("name").asText());
    return config.toPrettyString() + "\n";
  }

  /** Writes the file and gives its path. */
  public Path write(Path file) {
    try {
      return Files.writeString(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
