package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code fieldSelector} of the API: the few fields that Kubernetes 1.32 supports for each kind. */
final class FieldSelector {
  private static final Pattern TERM = Pattern.compile("([^=!]+)(==|=|!=)(.*)");
  private static final List<String> EVERYWHERE = List.of("metadata.name", "metadata.namespace");
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "pods",
          List.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "events",
          List.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          "secrets",
          List.of("type"),
          "namespaces",
          List.of("status.phase"),
          "nodes",
          List.of("spec.unschedulable"),
          "services",
          List.of("spec.clusterIP", "spec.type"),
          "jobs.batch",
          List.of("status.successful"));

  private FieldSelector() {}

  /** Which objects have such fields; all of them if the selector is empty. */
  static Predicate<JsonNode> parse(ResourceType type, String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String term : selector.split(",")) {
      if (!term.isBlank()) {
        all = all.and(term(type, term.strip(), selector));
      }
    }
    return all;
  }

  private static Predicate<JsonNode> term(ResourceType type, String term, String selector) {
    Matcher parts = TERM.matcher(term);
    if (!parts.matches()) {
      throw StatusException.badRequest(
          "invalid selector: '" + selector + "'; can't understand '" + term + "'");
    }
    String field = parts.group(1);
    boolean supported =
        EVERYWHERE.contains(field)
            || FIELDS.getOrDefault(type.resource(), List.of()).contains(field);
    if (!supported) {
      throw StatusException.badRequest("field label not supported: " + field);
    }
    String pointer = "/" + field.replace('.', '/');
    boolean wanted = !parts.group(2).equals("!=");
    return object -> object.at(pointer).asText("").equals(parts.group(3)) == wanted;
  }
}
