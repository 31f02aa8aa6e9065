package io.drillmaster.kube;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes the client configuration of fabric8 (7.5) for one way to reach a cluster. Never its
 * automatic configuration, which would let environment variables of other tools redirect us.
 */
final class ClientConfigs {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int WATCH_RECONNECT_MILLIS = 500;

  private ClientConfigs() {}

  /**
   * @throws IllegalArgumentException with a sentence for people where the kubeconfig or the
   *     ServiceAccount is not there
   */
  static Config of(ClusterAccess access) {
    if (access instanceof ClusterAccess.Kubeconfig kubeconfig) {
      return bounded(fromKubeconfig(kubeconfig));
    }
    Path account = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    return bounded(inCluster(account, System.getenv()));
  }

  private static Config fromKubeconfig(ClusterAccess.Kubeconfig access) {
    Path file = access.file();
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("kubeconfig " + file + " cannot be read");
    }
    List<String> contexts =
        understood(
            file,
            () ->
                KubeConfigUtils.parseConfig(file.toFile()).getContexts().stream()
                    .map(NamedContext::getName)
                    .toList());
    if (!contexts.contains(access.context())) {
      throw new IllegalArgumentException(
          "kubeconfig %s has no context %s; it has %s".formatted(file, access.context(), contexts));
    }
    return understood(file, () -> Config.fromKubeconfig(access.context(), file.toFile()));
  }

  /** Without the cause: a parser quotes what it read, and a kubeconfig holds tokens. */
  private static <T> T understood(Path file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("kubeconfig " + file + " is not understood");
    }
  }

  /**
   * The token is read at each request, because the kubelet renews it.
   *
   * @param account directory that the kubelet mounts into each pod
   */
  static Config inCluster(Path account, Map<String, String> environment) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    Path token = account.resolve("token");
    if (host.isEmpty() || !Files.isReadable(token)) {
      throw new IllegalArgumentException(
          "not in a pod with a ServiceAccount: KUBERNETES_SERVICE_HOST or "
              + token
              + " is missing");
    }
    Config config = Config.empty();
    String address = host.contains(":") ? "[" + host + "]" : host;
    config.setMasterUrl(
        "https://" + address + ":" + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
    config.setCaCertFile(account.resolve("ca.crt").toString());
    config.setOauthTokenProvider(() -> read(token));
    return config;
  }

  private static String read(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + token, e);
    }
  }

  /** Nothing waits for ever, and nothing retries behind our back. */
  private static Config bounded(Config config) {
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestTimeout((int) KubeReader.REQUEST_TIMEOUT.toMillis());
    config.setRequestRetryBackoffLimit(0);
    config.setWatchReconnectInterval(WATCH_RECONNECT_MILLIS);
    config.setUserAgent("drillmaster");
    return config;
  }
}
