package io.drillmaster.secrets;

import io.drillmaster.core.probe.Target;
import java.util.Locale;

/**
 * The name of a store.
 *
 * @param kind {@code SecretStore} or {@code ClusterSecretStore}
 * @param namespace empty for a ClusterSecretStore
 */
record StoreRef(String kind, String namespace, String name) {
  static final String CLUSTER_KIND = "ClusterSecretStore";
  static final String KIND = "SecretStore";

  /**
   * As an ExternalSecret of that namespace means it.
   *
   * @param kind as it stands in the reference; SecretStore where it is empty
   */
  static StoreRef of(String kind, String namespace, String name) {
    boolean cluster = kind.equals(CLUSTER_KIND);
    return new StoreRef(cluster ? CLUSTER_KIND : KIND, cluster ? "" : namespace, name);
  }

  /** Where its own findings are: {@code clustersecretstore/onepassword}. */
  Target target(String cluster) {
    String slashed = kind.toLowerCase(Locale.ROOT) + "/" + name;
    return new Target(cluster, ExternalSecretsProbe.NAME, namespace, slashed);
  }

  /** {@code ClusterSecretStore onepassword}, {@code SecretStore business/vault}. */
  String what() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }

  /** What shows it: {@code kubectl --context infra describe clustersecretstore onepassword}. */
  String describe(String kubectl) {
    String in = namespace.isEmpty() ? "" : " -n " + namespace;
    return "%s%s describe %s %s".formatted(kubectl, in, kind.toLowerCase(Locale.ROOT), name);
  }
}
