package io.drillmaster.secrets;

import io.drillmaster.kube.GoDuration;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The fields of an ExternalSecret (external-secrets.io/v1, External Secrets 2.9) that are looked
 * at. Each is read when it is asked for, so that an odd one spoils only what depends on it.
 */
final class ExternalSecret {
  private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
  private static final String INTERVAL = "spec.refreshInterval";

  private final Resource resource;

  ExternalSecret(Resource resource) {
    this.resource = resource;
  }

  Resource resource() {
    return resource;
  }

  String namespace() {
    return resource.namespace();
  }

  String name() {
    return resource.name();
  }

  Instant createdAt() {
    return resource
        .instant("metadata.creationTimestamp")
        .orElseThrow(() -> new OddFieldException("metadata.creationTimestamp", "a time"));
  }

  Optional<Ready> ready() {
    return Ready.of(resource);
  }

  /** When the last successful sync began. */
  Optional<Instant> refreshedAt() {
    return resource.instant("status.refreshTime");
  }

  /** The annotation by which somebody says that it is meant to stay as it is. */
  Optional<String> refreshAnnotation() {
    return resource.annotation("drillmaster.dev/refresh");
  }

  /** {@code CreatedOnce}, {@code Periodic} or {@code OnChange}. */
  String policy() {
    return resource.string("spec.refreshPolicy").orElse("Periodic");
  }

  /** Zero where it is never refreshed; the operator takes a negative one for that too. */
  Duration interval() {
    String text = resource.string(INTERVAL).orElse("");
    if (text.isEmpty()) {
      return DEFAULT_INTERVAL;
    }
    if (text.startsWith("-")) {
      return Duration.ZERO;
    }
    return GoDuration.parse(text)
        .orElseThrow(() -> new OddFieldException(INTERVAL, "a duration such as 1h0m0s"));
  }

  SyncWindows windows() {
    return SyncWindows.of(resource);
  }

  /** Whether the status speaks of this spec, and not of an earlier one. */
  boolean isStatusOfThisSpec() {
    Optional<Long> generation = resource.integer("metadata.generation");
    Optional<String> synced = resource.string("status.syncedResourceVersion");
    return generation.isEmpty()
        || synced.filter(version -> version.startsWith(generation.get() + "-")).isPresent();
  }

  /** Whether its target is something other than a Secret. */
  boolean hasOtherTarget() {
    return resource.object("spec.target.manifest").isPresent();
  }

  /** Whether it makes a Secret at all, or sees to one that others made. */
  boolean hasSecret() {
    return !hasOtherTarget()
        && !resource.string("spec.target.creationPolicy").equals(Optional.of("None"));
  }

  /** Name of the Secret that it makes. */
  String secret() {
    return resource
        .string("spec.target.name")
        .filter(name -> !name.isEmpty())
        .orElseGet(resource::name);
  }

  /** The stores that it reads from, each once. */
  List<StoreRef> stores() {
    Set<String> seen = new TreeSet<>();
    return Stream.concat(
            resource.list("spec.data").stream(), resource.list("spec.dataFrom").stream())
        .flatMap(source -> store(source).stream())
        .filter(ref -> seen.add(ref.what()))
        .toList();
  }

  /** Whether every value is made by a generator: a refresh would replace it by another one. */
  boolean isGenerated() {
    List<Resource> sources = resource.list("spec.dataFrom");
    return resource.list("spec.data").isEmpty()
        && !sources.isEmpty()
        && sources.stream().allMatch(ExternalSecret::isGenerator);
  }

  private static boolean isGenerator(Resource source) {
    return source.object("sourceRef.generatorRef").isPresent();
  }

  private Optional<StoreRef> store(Resource source) {
    if (isGenerator(source)) {
      return Optional.empty();
    }
    return ref(source, "sourceRef.storeRef").or(() -> ref(resource, "spec.secretStoreRef"));
  }

  private Optional<StoreRef> ref(Resource holder, String path) {
    return holder
        .string(path + ".name")
        .filter(name -> !name.isEmpty())
        .map(name -> StoreRef.of(holder.string(path + ".kind").orElse(""), namespace(), name));
  }
}
