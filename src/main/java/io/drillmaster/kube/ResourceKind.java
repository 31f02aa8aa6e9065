package io.drillmaster.kube;

/**
 * A kind of Kubernetes object, as its API group serves it.
 *
 * @param group empty for the core group
 * @param plural as it stands in the path: {@code replicationsources}
 * @param kind as it stands in the object: {@code ReplicationSource}
 */
public record ResourceKind(
    String group, String version, String plural, String kind, boolean namespaced) {
  public static final ResourceKind SECRET = new ResourceKind("", "v1", "secrets", "Secret", true);
  public static final ResourceKind EVENT = new ResourceKind("", "v1", "events", "Event", true);
  public static final ResourceKind PERSISTENT_VOLUME_CLAIM =
      new ResourceKind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true);

  /** {@code volsync.backube/v1alpha1}, or {@code v1} for the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Name of its CustomResourceDefinition, and what {@code kubectl get} takes without doubt. */
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
