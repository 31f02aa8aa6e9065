package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of object as one version of its API group serves it.
 *
 * @param group empty for the core group
 */
record ResourceType(String group, String version, Names names, boolean namespaced, Shape shape) {
  /** What the server does with objects of a kind. */
  enum Trait {
    /** Has a status subresource: status is written there and nowhere else. */
    STATUS,
    /** Counts its generations. */
    GENERATION,
    /** Defined by a CustomResourceDefinition. */
    CUSTOM
  }

  /**
   * @param categories groups of kinds that kubectl gets together: {@code all}
   */
  record Names(
      String plural,
      String singular,
      String kind,
      List<String> shortNames,
      List<String> categories) {}

  /**
   * @param columns what {@code kubectl get} prints; {@code additionalPrinterColumns} of a CRD
   * @param schema the {@code openAPIV3Schema} of a CRD
   */
  record Shape(Set<Trait> traits, List<JsonNode> columns, Optional<JsonNode> schema) {}

  /** {@code v1}, {@code volsync.backube/v1alpha1}. */
  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code pods}, {@code replicationsources.volsync.backube}. */
  String resource() {
    return qualified(names.plural());
  }

  /** {@code Pod}, {@code ReplicationSource.volsync.backube}. */
  String qualifiedKind() {
    return qualified(names.kind());
  }

  boolean has(Trait trait) {
    return shape.traits().contains(trait);
  }

  Key key(String namespace, String name) {
    return new Key(resource(), namespaced ? namespace : "", name);
  }

  private String qualified(String name) {
    return group.isEmpty() ? name : name + "." + group;
  }
}
