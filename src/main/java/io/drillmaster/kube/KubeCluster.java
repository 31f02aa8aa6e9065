package io.drillmaster.kube;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.run.RunLocks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Kubernetes cluster, as far as Drillmaster reads it. Every call ends within its deadline;
 * every failure is a {@link io.drillmaster.core.probe.CouldNotLookException} whose finding names
 * the cause: no such API ({@code kind-not-installed}), {@code forbidden} with the missing rule,
 * {@code unauthorized}, {@code api-unreachable}, {@code api-timeout}, {@code api-throttled}, {@code
 * api-error}.
 */
public interface KubeCluster extends AutoCloseable {
  /** Name of the cluster in the configuration. */
  String name();

  /**
   * How an operator addresses this cluster by hand, as the beginning of a command: {@code kubectl
   * --context infra}.
   */
  String kubectl();

  /** All objects of this kind in all namespaces, through all pages. */
  List<Resource> list(ResourceKind kind, Deadline deadline);

  /** One object; empty where there is none. */
  Optional<Resource> get(ResourceKind kind, String namespace, String name, Deadline deadline);

  /**
   * The metadata of one object and nothing else of it: of a Secret, its values never leave the API
   * server. RBAC does not tell this from {@link #get}. Empty where there is none.
   */
  Optional<Resource> metadata(ResourceKind kind, String namespace, String name, Deadline deadline);

  /**
   * What controllers told of an object lately, as Events (v1) keep it for an hour; those of objects
   * without a namespace are in {@code default}. In no order.
   */
  List<Resource> events(Resource about, Deadline deadline);

  /**
   * What a pod answers at one of its ports, through the API server, which needs the right {@code
   * get pods/proxy}. Beside the failures of every call there is {@code pod-not-answering}: no such
   * pod, no such page, or one that is too long.
   *
   * @param maxBytes the longest page that is taken, in bytes
   */
  String podPage(PodPage page, int maxBytes, Deadline deadline);

  /** The decoded data of a Secret; empty where there is no such Secret. */
  Optional<Map<String, SecretValue>> secret(String namespace, String name, Deadline deadline);

  /**
   * Watches all objects of this kind, across cuts and expired resource versions (410), and tells
   * the listener of each addition, change and deletion. The listener returns at once.
   *
   * @return stops the watch when closed
   */
  AutoCloseable watch(ResourceKind kind, WatchListener listener);

  /** Leases in the namespace of the daemon in this cluster. */
  RunLocks leases(String namespace);

  /** The client to hand to Camel's kubernetes components by the registry; they know its type. */
  Object camelClient();

  @Override
  void close();

  /** Is told of changes; calls come from threads of the client. */
  @FunctionalInterface
  interface WatchListener {
    void onChange(Change change, Resource resource);
  }

  /** What happened to an object. */
  enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }
}
