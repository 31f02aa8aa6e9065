package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Secret of an ExternalSecret, with the marks that External Secrets 2.9 gives it. */
final class ManagedSecret {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANAGED = "reconcile.external-secrets.io/managed";
  private static final String CREATED_BY = "reconcile.external-secrets.io/created-by";
  private static final String DATA_HASH = "reconcile.external-secrets.io/data-hash";

  private ManagedSecret() {}

  /** Whether it is as the operator left it; where it is not, it is written anew at once. */
  static boolean isValid(Optional<ObjectNode> secret, SecretView owner) {
    if (owner.creationPolicy().equals("Orphan")) {
      return true;
    }
    return secret
        .filter(one -> one.at("/metadata/labels").path(MANAGED).asText().equals("true"))
        .filter(
            one ->
                one.at("/metadata/annotations")
                    .path(DATA_HASH)
                    .asText()
                    .equals(ObjectHash.ofData(one.path("data"))))
        .isPresent();
  }

  static boolean isImmutable(ObjectNode secret) {
    return secret.path("immutable").asBoolean();
  }

  /** Name of another ExternalSecret that owns it. */
  static Optional<String> otherOwner(ObjectNode secret, SecretView wanted) {
    for (JsonNode owner : secret.at("/metadata/ownerReferences")) {
      String name = owner.path("name").asText();
      if (owner.path("kind").asText().equals("ExternalSecret") && !name.equals(wanted.name())) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * What it should be.
   *
   * @param values of the provider, by key
   * @param existing keeps its uid; and its other keys, where the policy is to merge
   */
  static ObjectNode desired(
      SecretView owner, Map<String, String> values, Optional<ObjectNode> existing) {
    boolean merge = owner.creationPolicy().contains("Merge");
    ObjectNode data = JSON.createObjectNode();
    existing.filter(one -> merge).ifPresent(one -> data.setAll((ObjectNode) one.path("data")));
    new TreeMap<>(values).forEach((key, value) -> data.put(key, base64(value)));
    ObjectNode secret = JSON.createObjectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    ObjectNode metadata = secret.putObject("metadata");
    metadata.put("name", owner.target()).put("namespace", owner.namespace());
    existing.ifPresent(one -> metadata.set("uid", one.at("/metadata/uid")));
    copy(owner, "labels", metadata).put(MANAGED, "true");
    copy(owner, "annotations", metadata).put(DATA_HASH, ObjectHash.ofData(data));
    if (owner.creationPolicy().equals("Owner")) {
      metadata
          .withObject("/labels")
          .put(CREATED_BY, ObjectHash.of(owner.namespace() + "/" + owner.name()));
      metadata.set("ownerReferences", JSON.valueToTree(List.of(reference(owner))));
    }
    if (owner.wantsImmutable()) {
      secret.put("immutable", true);
    }
    secret.set("data", data);
    return secret;
  }

  /** Without a template, labels and annotations are those of the ExternalSecret. */
  private static ObjectNode copy(SecretView owner, String what, ObjectNode metadata) {
    ObjectNode copied = metadata.putObject(what);
    if (owner.object().at("/metadata/" + what) instanceof ObjectNode marks) {
      copied.setAll(marks);
    }
    return copied;
  }

  private static Map<String, Object> reference(SecretView owner) {
    return Map.of(
        "apiVersion",
        "external-secrets.io/v1",
        "kind",
        "ExternalSecret",
        "name",
        owner.name(),
        "uid",
        owner.uid(),
        "controller",
        true,
        "blockOwnerDeletion",
        true);
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }
}
