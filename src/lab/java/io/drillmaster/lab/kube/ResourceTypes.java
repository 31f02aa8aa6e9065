package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The kinds that the server knows: its own and those of the stored definitions. */
final class ResourceTypes {
  private final Map<String, ResourceType> byPath = new LinkedHashMap<>();
  private final Set<String> hidden = new HashSet<>();

  ResourceTypes() {
    BuiltIns.all().forEach(this::add);
  }

  private void add(ResourceType type) {
    byPath.put(type.apiVersion() + "/" + type.names().plural(), type);
  }

  /** Follows the stored CustomResourceDefinitions. */
  void changed(Change change) {
    if (change.key().resource().equals(CustomTypes.RESOURCE)) {
      String resource = change.key().name();
      byPath.values().removeIf(type -> type.resource().equals(resource));
      change.after().stream().map(CustomTypes::of).flatMap(List::stream).forEach(this::add);
    }
  }

  /** Takes a kind out of the API, or gives it back, without touching its objects. */
  void hide(String resource, boolean hide) {
    if (hide) {
      hidden.add(resource);
    } else {
      hidden.remove(resource);
    }
  }

  /** Every kind that is served. */
  Collection<ResourceType> served() {
    return byPath.values().stream().filter(type -> !hidden.contains(type.resource())).toList();
  }

  Optional<ResourceType> served(String apiVersion, String plural) {
    return Optional.ofNullable(byPath.get(apiVersion + "/" + plural))
        .filter(type -> !hidden.contains(type.resource()));
  }

  /** The type of an object by its {@code apiVersion} and {@code kind}. */
  Optional<ResourceType> of(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return byPath.values().stream()
        .filter(type -> type.apiVersion().equals(apiVersion) && type.names().kind().equals(kind))
        .findFirst();
  }

  /** The first version of this resource: {@code replicationsources.volsync.backube}. */
  Optional<ResourceType> resource(String resource) {
    return byPath.values().stream().filter(type -> type.resource().equals(resource)).findFirst();
  }

  /** By any name that kubectl takes: plural, singular, kind, short name, each with its group. */
  ResourceType named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return byPath.values().stream()
        .filter(type -> answersTo(type, wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the lab serves no kind " + name));
  }

  private static boolean answersTo(ResourceType type, String wanted) {
    List<String> names = new ArrayList<>(type.names().shortNames());
    names.add(type.names().plural());
    names.add(type.names().singular());
    names.add(type.resource());
    names.add(type.qualifiedKind().toLowerCase(Locale.ROOT));
    names.add(type.names().kind().toLowerCase(Locale.ROOT));
    return names.contains(wanted);
  }

  /** Served versions by group, core group included under the empty name. */
  Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new TreeMap<>();
    for (ResourceType type : served()) {
      List<String> versions = groups.computeIfAbsent(type.group(), group -> new ArrayList<>());
      if (!versions.contains(type.version())) {
        versions.add(type.version());
      }
    }
    groups.put("authentication.k8s.io", List.of("v1"));
    groups.put("authorization.k8s.io", List.of("v1"));
    return groups;
  }
}
