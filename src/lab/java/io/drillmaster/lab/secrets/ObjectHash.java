package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The hashes by which the operator notices changes (SHA3-224, as External Secrets 2.9). */
final class ObjectHash {
  private ObjectHash() {}

  /** Of the data of a Secret, for its annotation {@code data-hash}. */
  static String ofData(JsonNode data) {
    return of(sorted(data).toString());
  }

  static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA3-224").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code <generation>-<hash of labels and annotations>}. */
  static String version(ObjectNode externalSecret) {
    JsonNode metadata = externalSecret.path("metadata");
    String marks = sorted(metadata.path("labels")) + "/" + sorted(metadata.path("annotations"));
    return metadata.path("generation").asLong() + "-" + of(marks);
  }

  private static Map<String, String> sorted(JsonNode map) {
    Map<String, String> sorted = new TreeMap<>();
    map.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
    return sorted;
  }
}
