package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fetches what an ExternalSecret wants from the providers behind its stores. */
final class SecretData {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int GENERATED_BITS = 160;
  private static final String DEFAULT_FIELD = "password";

  private final ApiServer api;
  private final Provider provider;

  /**
   * @param provider what all stores of the cluster lead to
   */
  SecretData(ApiServer api, Provider provider) {
    this.api = api;
    this.provider = provider;
  }

  /** Every value by its key in the Secret. */
  Map<String, String> fetch(SecretView secret) throws ProviderException {
    Map<String, String> values = new TreeMap<>();
    int index = 0;
    for (JsonNode source : secret.spec().path("dataFrom")) {
      values.putAll(from(secret, source, "spec.dataFrom[" + index++ + "]"));
    }
    index = 0;
    for (JsonNode source : secret.spec().path("data")) {
      values.put(
          source.path("secretKey").asText(), one(secret, source, "spec.data[" + index++ + "]"));
    }
    return values;
  }

  private Map<String, String> from(SecretView secret, JsonNode source, String place)
      throws ProviderException {
    if (source.path("sourceRef").has("generatorRef")) {
      return Map.of(DEFAULT_FIELD, new BigInteger(GENERATED_BITS, RANDOM).toString(36));
    }
    try {
      checkStore(secret, source);
      return source.has("find")
          ? find(source.path("find").path("name").path("regexp").asText())
          : provider.fields(source.path("extract").path("key").asText());
    } catch (ProviderException e) {
      String how = source.has("find") ? "find" : "extract";
      throw new ProviderException(
          "error processing %s.%s, err: %s".formatted(place, how, e.getMessage()));
    }
  }

  private Map<String, String> find(String regexp) throws ProviderException {
    Map<String, String> found = new TreeMap<>();
    for (String item : provider.items()) {
      if (item.matches(".*(" + regexp + ").*")) {
        found.putAll(provider.fields(item));
      }
    }
    return found;
  }

  private String one(SecretView secret, JsonNode source, String place) throws ProviderException {
    JsonNode ref = source.path("remoteRef");
    String key = ref.path("key").asText();
    String field = ref.path("property").asText(DEFAULT_FIELD);
    try {
      checkStore(secret, source);
      return Optional.ofNullable(provider.fields(key).get(field))
          .orElseThrow(
              () ->
                  new ProviderException(
                      "key not found in 1Password Vaults: '%s' in '%s'".formatted(field, key)));
    } catch (ProviderException e) {
      throw new ProviderException(
          "error processing %s (key: %s), err: %s".formatted(place, key, e.getMessage()));
    }
  }

  /** The operator asks no provider whose store is not ready (its flood gate, on by default). */
  private void checkStore(SecretView secret, JsonNode source) throws ProviderException {
    JsonNode own = source.path("sourceRef").path("storeRef");
    JsonNode ref = own.has("name") ? own : secret.spec().path("secretStoreRef");
    String kind = ref.path("kind").asText("SecretStore");
    String name = ref.path("name").asText();
    String namespace = kind.equals("SecretStore") ? secret.namespace() : "";
    Optional<ObjectNode> store = api.get(kind, namespace, name);
    if (store.isEmpty()) {
      throw new ProviderException(
          "could not get %1$s \"%2$s\", %1$s.external-secrets.io \"%2$s\" not found"
              .formatted(kind, name));
    }
    if (!Conditions.isReady(store.get())) {
      throw new ProviderException("%s \"%s\" is not ready".formatted(kind, name));
    }
  }
}
