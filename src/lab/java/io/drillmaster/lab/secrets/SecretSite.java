package io.drillmaster.lab.secrets;

import io.drillmaster.lab.kube.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the Secrets of one cluster come from: a vault, the ClusterSecretStore {@code onepassword}
 * that leads to it, and the operator.
 */
public final class SecretSite implements AutoCloseable {
  public static final String STORE = "onepassword";

  /** A store whose ExternalSecrets another operator looks after: this one leaves them alone. */
  public static final String STORE_OF_OTHERS = "onepassword-databases";

  public static final String STORES = "clustersecretstores.external-secrets.io";

  private static final String NAMESPACE = "external-secrets";
  private static final String TOKEN = "onepassword-connect-token";
  private static final Duration AGE = Duration.ofDays(200);

  private final ApiServer api;
  private final PasswordVault vault = new PasswordVault();
  private final SecretsOperator operator;

  private SecretSite(ApiServer api) {
    this.api = api;
    this.operator = SecretsOperator.start(api, vault);
  }

  /**
   * @param api that knows the kinds of External Secrets
   */
  public static SecretSite start(ApiServer api) {
    SecretSite site = new SecretSite(api);
    api.createNamespace(NAMESPACE);
    site.reset();
    return site;
  }

  public PasswordVault vault() {
    return vault;
  }

  public SecretsOperator operator() {
    return operator;
  }

  /** The store as it has always been, and a provider that answers. */
  public void reset() {
    vault.heal();
    put(STORE, provider());
  }

  /** Adds the store {@link #STORE_OF_OTHERS}. */
  public void addStoreOfOthers() {
    Map<String, Object> spec = new LinkedHashMap<>(provider());
    spec.put("controller", "databases");
    put(STORE_OF_OTHERS, spec);
  }

  private void put(String name, Map<String, Object> spec) {
    String since = Conditions.time(Instant.now().minus(AGE));
    api.put(
        Map.of(
            "apiVersion",
            "external-secrets.io/v1",
            "kind",
            "ClusterSecretStore",
            "metadata",
            Map.of("name", name, "creationTimestamp", since),
            "spec",
            spec,
            "status",
            Map.of(
                "capabilities",
                "ReadWrite",
                "conditions",
                List.of(Conditions.condition("True", "Valid", "store validated", since)))));
  }

  private Map<String, Object> provider() {
    Map<String, Object> token = Map.of("namespace", NAMESPACE, "name", TOKEN, "key", "token");
    Map<String, Object> connect =
        Map.of(
            "connectHost",
            "http://onepassword-connect.external-secrets.svc.cluster.local:8080",
            "vaults",
            Map.of(api.clusterName(), 1),
            "auth",
            Map.of("secretRef", Map.of("connectTokenSecretRef", token)));
    return Map.of("provider", Map.of("onepassword", connect));
  }

  @Override
  public void close() {
    operator.close();
  }
}
