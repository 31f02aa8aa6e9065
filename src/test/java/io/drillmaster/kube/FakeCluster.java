package io.drillmaster.kube;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.run.RunLocks;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A cluster {@code infra} that holds what it was given, and can be told to refuse a kind. */
public final class FakeCluster implements KubeCluster {
  private record Key(String plural, String namespace, String name) {}

  private final Map<Key, Resource> objects = new LinkedHashMap<>();
  private final Map<String, Finding> refusals = new HashMap<>();
  private Function<PodPage, String> pages =
      page -> {
        throw new CouldNotLookException(Finding.unknown("pod-not-answering", "No.").next("look"));
      };

  /** Adds or replaces an object. */
  public FakeCluster put(ResourceKind kind, Resource object) {
    objects.put(new Key(kind.plural(), object.namespace(), object.name()), object);
    return this;
  }

  public FakeCluster remove(ResourceKind kind, String namespace, String name) {
    objects.remove(new Key(kind.plural(), namespace, name));
    return this;
  }

  /** Every read of this kind ends so. */
  public FakeCluster refuse(ResourceKind kind, Finding finding) {
    refusals.put(kind.plural(), finding);
    return this;
  }

  /** Ends {@link #refuse}. */
  public FakeCluster allow(ResourceKind kind) {
    refusals.remove(kind.plural());
    return this;
  }

  /** What pods answer; nothing by default. */
  public FakeCluster pages(Function<PodPage, String> answers) {
    pages = answers;
    return this;
  }

  public FakeCluster putPvc(String namespace, String name) {
    Map<String, Object> metadata = Map.of("namespace", namespace, "name", name);
    return put(
        ResourceKind.PERSISTENT_VOLUME_CLAIM,
        new Resource(Map.of("kind", "PersistentVolumeClaim", "metadata", metadata)));
  }

  /** A Secret that an ExternalSecret of the same name makes. */
  public FakeCluster putSecret(String namespace, String name, Map<String, String> values) {
    Map<String, Object> data = new HashMap<>();
    values.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    List<Object> owners = List.of(Map.of("kind", "ExternalSecret", "name", name));
    Map<String, Object> metadata =
        Map.of("namespace", namespace, "name", name, "ownerReferences", owners);
    return put(
        ResourceKind.SECRET,
        new Resource(Map.of("kind", "Secret", "metadata", metadata, "data", data)));
  }

  @Override
  public String name() {
    return "infra";
  }

  @Override
  public String kubectl() {
    return "kubectl --context infra";
  }

  @Override
  public List<Resource> list(ResourceKind kind, Deadline deadline) {
    refuse(kind);
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().plural().equals(kind.plural()))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Optional<Resource> get(
      ResourceKind kind, String namespace, String name, Deadline deadline) {
    refuse(kind);
    return Optional.ofNullable(objects.get(new Key(kind.plural(), namespace, name)));
  }

  @Override
  public Optional<Resource> metadata(
      ResourceKind kind, String namespace, String name, Deadline deadline) {
    return get(kind, namespace, name, deadline)
        .map(found -> new Resource(Map.of("metadata", found.tree().get("metadata"))));
  }

  @Override
  public List<Resource> events(Resource about, Deadline deadline) {
    return list(ResourceKind.EVENT, deadline).stream()
        .filter(event -> event.string("involvedObject.uid").equals(Optional.of(about.uid())))
        .toList();
  }

  private void refuse(ResourceKind kind) {
    Optional.ofNullable(refusals.get(kind.plural()))
        .ifPresent(
            finding -> {
              throw new CouldNotLookException(finding);
            });
  }

  @Override
  public String podPage(PodPage page, int maxBytes, Deadline deadline) {
    return pages.apply(page);
  }

  @Override
  public Optional<Map<String, SecretValue>> secret(
      String namespace, String name, Deadline deadline) {
    return get(ResourceKind.SECRET, namespace, name, deadline).map(s -> SecretData.of(s).all());
  }

  @Override
  public AutoCloseable watch(ResourceKind kind, WatchListener listener) {
    throw new UnsupportedOperationException("nothing changes here by itself");
  }

  @Override
  public RunLocks leases(String namespace) {
    return RunLocks.none();
  }

  @Override
  public Object camelClient() {
    throw new UnsupportedOperationException("there is no client");
  }

  @Override
  public void close() {
    // nothing is open
  }
}
