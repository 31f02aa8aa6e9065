package io.drillmaster.kube;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kubernetes object as a tree that is read by dotted paths. Objects come from other people's
 * operators in many versions: whatever is missing is empty, and whatever has another type than
 * asked for is an {@link OddFieldException}, never a crash and never a silent empty.
 */
public final class Resource {
  private final Map<String, Object> root;

  public Resource(Map<String, Object> root) {
    this.root = requireNonNull(root, "root");
  }

  public String namespace() {
    return string("metadata.namespace").orElse("");
  }

  public String name() {
    return string("metadata.name").orElse("");
  }

  public String uid() {
    return string("metadata.uid").orElse("");
  }

  public Optional<String> annotation(String key) {
    return entry("metadata.annotations", key);
  }

  public Optional<String> label(String key) {
    return entry("metadata.labels", key);
  }

  private Optional<String> entry(String path, String key) {
    return object(path).flatMap(map -> Optional.ofNullable(map.get(key)).map(Object::toString));
  }

  /**
   * @param path names joined by dots: {@code spec.trigger.schedule}
   * @throws OddFieldException where something other than a string stands there
   */
  public Optional<String> string(String path) {
    return at(path, String.class, "a string");
  }

  public Optional<Boolean> bool(String path) {
    return at(path, Boolean.class, "true or false");
  }

  public Optional<Long> integer(String path) {
    return at(path, Number.class, "a number").map(Number::longValue);
  }

  /** An RFC 3339 time, as Kubernetes writes all its times. */
  public Optional<Instant> instant(String path) {
    Optional<String> text = string(path);
    try {
      return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      throw new OddFieldException(path, "an RFC 3339 time");
    }
  }

  @SuppressWarnings("unchecked")
  public Optional<Map<String, Object>> object(String path) {
    return at(path, Map.class, "an object").map(map -> (Map<String, Object>) map);
  }

  /** The objects of a list; empty where the field is missing. */
  @SuppressWarnings("unchecked")
  public List<Resource> list(String path) {
    List<Object> items =
        at(path, List.class, "a list").map(l -> (List<Object>) l).orElse(List.of());
    return items.stream().map(item -> element(path, item)).toList();
  }

  @SuppressWarnings("unchecked")
  private static Resource element(String path, Object item) {
    if (item instanceof Map<?, ?> map) {
      return new Resource((Map<String, Object>) map);
    }
    throw new OddFieldException(path + "[]", "an object");
  }

  private <T> Optional<T> at(String path, Class<T> type, String expected) {
    Object here = root;
    for (String step : path.split("\\.")) {
      if (!(here instanceof Map<?, ?> map)) {
        throw new OddFieldException(path, expected);
      }
      here = map.get(step);
      if (here == null) {
        return Optional.empty();
      }
    }
    if (!type.isInstance(here)) {
      throw new OddFieldException(path, expected);
    }
    return Optional.of(type.cast(here));
  }

  /** The tree itself, for templates that derive a manifest from it. Not to be changed. */
  public Map<String, Object> tree() {
    return root;
  }

  @Override
  public String toString() {
    return root.getOrDefault("kind", "object") + " " + namespace() + "/" + name();
  }
}
