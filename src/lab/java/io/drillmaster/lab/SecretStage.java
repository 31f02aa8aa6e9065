package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.secrets.PasswordVault;
import io.drillmaster.lab.secrets.SecretSite;
import io.drillmaster.lab.secrets.SecretsOperator;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.util.Map;

/** Where a fault happens: the ExternalSecret of a volume, its store, or what stands behind it. */
record SecretStage(VolumeStage volumes) {
  static final String KIND = "externalsecrets.external-secrets.io";
  private static final String PROBE = "external-secrets";

  ApiServer api() {
    return volumes.api();
  }

  SecretSite site() {
    return volumes.site().secrets();
  }

  PasswordVault vault() {
    return site().vault();
  }

  SecretsOperator operator() {
    return site().operator();
  }

  BackedUpVolume volume() {
    return volumes.site().volume();
  }

  String namespace() {
    return volume().namespace();
  }

  String name() {
    return volume().externalSecret();
  }

  /** Merges into the ExternalSecret (RFC 7386), status included. */
  void patch(Map<String, ?> patch) {
    api().patch(KIND, namespace(), name(), patch);
  }

  /** One look of the operator at once. */
  void sync() {
    operator().sync(namespace(), name());
  }

  /** The operator looks away from it. */
  void hold() {
    operator().hold(namespace(), name());
  }

  /** Everything as it has always been. */
  void reset() {
    site().reset();
    volumes.volume().reset();
    operator().syncAll();
  }

  /** The ExternalSecret, as the probe {@code external-secrets} names it. */
  Target secretTarget() {
    return new Target(api().clusterName(), PROBE, namespace(), name());
  }

  /** Its store. */
  Target storeTarget() {
    String name = "clustersecretstore/" + SecretSite.STORE;
    return new Target(api().clusterName(), PROBE, "", name);
  }

  /** What tells that nothing could be found in the cluster. */
  Target discoveryTarget() {
    return new Target(api().clusterName(), PROBE, "", "discovery");
  }
}
