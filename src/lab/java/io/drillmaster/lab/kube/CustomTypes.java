package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ResourceType.Names;
import io.drillmaster.lab.kube.ResourceType.Shape;
import io.drillmaster.lab.kube.ResourceType.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads CustomResourceDefinitions (apiextensions.k8s.io/v1). */
final class CustomTypes {
  static final String RESOURCE = "customresourcedefinitions.apiextensions.k8s.io";

  private CustomTypes() {}

  /** One type for each served version. */
  static List<ResourceType> of(ObjectNode definition) {
    List<ResourceType> types = new ArrayList<>();
    for (JsonNode version : definition.path("spec").path("versions")) {
      if (version.path("served").asBoolean()) {
        types.add(type(definition.path("spec"), version));
      }
    }
    return types;
  }

  private static ResourceType type(JsonNode spec, JsonNode version) {
    return new ResourceType(
        spec.path("group").asText(),
        version.path("name").asText(),
        names(spec.path("names")),
        spec.path("scope").asText().equals("Namespaced"),
        shape(version));
  }

  private static Names names(JsonNode names) {
    String kind = names.path("kind").asText();
    return new Names(
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(java.util.Locale.ROOT)),
        kind,
        strings(names.path("shortNames")),
        strings(names.path("categories")));
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(item -> strings.add(item.asText()));
    return strings;
  }

  private static Shape shape(JsonNode version) {
    Set<Trait> traits = EnumSet.of(Trait.CUSTOM, Trait.GENERATION);
    if (version.path("subresources").has("status")) {
      traits.add(Trait.STATUS);
    }
    List<JsonNode> columns = new ArrayList<>();
    version.path("additionalPrinterColumns").forEach(columns::add);
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    return new Shape(
        traits, columns, schema.isMissingNode() ? Optional.empty() : Optional.of(schema));
  }

  /** The status that the API server gives to a definition it accepts. */
  static ObjectNode established(ObjectNode definition, String now) {
    List<ObjectNode> conditions =
        List.of(
            condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            condition(
                "Established",
                "InitialNamesAccepted",
                "the initial names have been accepted",
                now));
    List<String> stored = new ArrayList<>();
    for (JsonNode version : definition.path("spec").path("versions")) {
      if (version.path("storage").asBoolean()) {
        stored.add(version.path("name").asText());
      }
    }
    return Json.object(
        "acceptedNames", definition.path("spec").path("names"),
        "conditions", conditions,
        "storedVersions", stored);
  }

  private static ObjectNode condition(String type, String reason, String message, String now) {
    return Json.object(
        "type", type,
        "status", "True",
        "lastTransitionTime", now,
        "reason", reason,
        "message", message);
  }
}
