package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is filled in and what is refused before an object is stored. */
final class Admission {
  private static final String NAME =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern SUBDOMAIN = Pattern.compile(NAME);
  private static final int LONGEST_NAME = 253;

  private Admission() {}

  /** Fills in the defaults of the kind, then validates; the object is altered. */
  static void admit(
      ResourceType type, ObjectNode object, Optional<ObjectNode> old, WriteOptions options) {
    checkName(type, Meta.name(object));
    Schema.admit(type, object, old, options);
    switch (type.resource()) {
      case "secrets" -> secret(object);
      case "namespaces" -> namespace(object);
      case "pods" -> pod(object);
      case "persistentvolumeclaims" -> phase(object, "Pending");
      default -> {}
    }
  }

  private static void checkName(ResourceType type, String name) {
    boolean anyName = type.group().equals("rbac.authorization.k8s.io");
    if (!anyName && (name.length() > LONGEST_NAME || !SUBDOMAIN.matcher(name).matches())) {
      String text =
          "Invalid value: \""
              + name
              + "\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
              + " characters, '-' or '.', and must start and end with an alphanumeric character"
              + " (e.g. 'example.com', regex used for validation is '"
              + NAME
              + "')";
      throw StatusException.invalid(
          type, name, List.of(new Cause("FieldValueInvalid", text, "metadata.name")));
    }
  }

  private static void secret(ObjectNode secret) {
    if (!secret.hasNonNull("type")) {
      secret.put("type", "Opaque");
    }
    JsonNode plain = secret.remove("stringData");
    if (plain != null) {
      ObjectNode data = secret.withObjectProperty("data");
      for (var entry : plain.properties()) {
        byte[] value = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(value));
      }
    }
  }

  private static void namespace(ObjectNode namespace) {
    Meta.of(namespace)
        .withObjectProperty("labels")
        .put("kubernetes.io/metadata.name", Meta.name(namespace));
    if (!Meta.isGoing(namespace)) {
      namespace.withObjectProperty("spec").set("finalizers", Json.array().add("kubernetes"));
    }
    phase(namespace, "Active");
  }

  private static void pod(ObjectNode pod) {
    ObjectNode spec = pod.withObjectProperty("spec");
    putIfAbsent(spec, "restartPolicy", "Always");
    putIfAbsent(spec, "serviceAccountName", "default");
    putIfAbsent(spec, "schedulerName", "default-scheduler");
    phase(pod, "Pending");
  }

  private static void phase(ObjectNode object, String phase) {
    putIfAbsent(object.withObjectProperty("status"), "phase", phase);
  }

  private static void putIfAbsent(ObjectNode object, String field, String value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }
}
