package io.drillmaster.kube;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what clients of the Kubernetes API return into {@link Resource}s. */
public final class KubeObjects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

  private KubeObjects() {}

  /**
   * @param body an object or an iterable of objects as the fabric8 client (7.5) and
   *     camel-kubernetes (4.18) give them: typed or generic objects, maps, JSON text
   * @throws IllegalArgumentException where it is nothing of that kind
   */
  public static List<Resource> resources(Object body) {
    if (body instanceof Iterable<?> many) {
      List<Resource> resources = new ArrayList<>();
      many.forEach(one -> resources.add(resource(one)));
      return List.copyOf(resources);
    }
    return List.of(resource(body));
  }

  /** One object, as {@link #resources} takes it. */
  public static Resource resource(Object body) {
    if (body == null) {
      throw new IllegalArgumentException("nothing is not a Kubernetes object");
    }
    return new Resource(slim(tree(body)));
  }

  private static Map<String, Object> tree(Object body) {
    if (body instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((key, value) -> tree.put(String.valueOf(key), value));
      return tree;
    }
    try {
      return JSON.readValue(body instanceof String s ? s : SERIALIZATION.asJson(body), TREE);
    } catch (com.fasterxml.jackson.core.JacksonException | IllegalArgumentException e) {
      // the parser's own message quotes what it read, which may be a Secret
      throw new IllegalArgumentException(body.getClass().getName() + " is no Kubernetes object");
    }
  }

  /** Without the bookkeeping of field owners, which nothing reads and which outweighs the rest. */
  private static Map<String, Object> slim(Map<String, Object> tree) {
    if (tree.get("metadata") instanceof Map<?, ?> metadata
        && metadata.containsKey("managedFields")) {
      Map<Object, Object> less = new LinkedHashMap<>(metadata);
      less.remove("managedFields");
      tree.put("metadata", less);
    }
    return tree;
  }
}
