package io.drillmaster.kube;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data of a Secret, decoded key by key, so that a binary value hides no other. */
public final class SecretData {
  private final Resource secret;
  private final Map<String, Object> data;

  private SecretData(Resource secret) {
    this.secret = secret;
    this.data = secret.object("data").orElse(Map.of());
  }

  /**
   * @param secret a Secret of {@code v1}
   * @throws OddFieldException where {@code data} is no object
   */
  public static SecretData of(Resource secret) {
    return new SecretData(secret);
  }

  /**
   * @throws CouldNotLookException where the value is not base64, or not UTF-8 text once decoded
   */
  public Optional<SecretValue> value(String key) {
    return Optional.ofNullable(data.get(key)).map(encoded -> decode(key, encoded));
  }

  /** Every value. */
  public Map<String, SecretValue> all() {
    Map<String, SecretValue> values = new LinkedHashMap<>();
    data.forEach((key, encoded) -> values.put(key, decode(key, encoded)));
    return Map.copyOf(values);
  }

  /**
   * Name of the ExternalSecret that makes this Secret: External Secrets Operator (external-secrets
   * .io/v1) makes itself the owner of what it creates with its default creationPolicy.
   */
  public Optional<String> externalSecret() {
    return secret.list("metadata.ownerReferences").stream()
        .filter(owner -> owner.string("kind").equals(Optional.of("ExternalSecret")))
        .flatMap(owner -> owner.string("name").stream())
        .findFirst();
  }

  private SecretValue decode(String key, Object encoded) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded.toString());
      return new SecretValue(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw odd(key, "is not UTF-8 text");
    } catch (IllegalArgumentException e) {
      throw odd(key, "is not base64");
    }
  }

  private CouldNotLookException odd(String key, String what) {
    String path = secret.namespace() + "/" + secret.name();
    return new CouldNotLookException(
        Finding.unknown("odd-field", "Key %s of Secret %s %s.".formatted(key, path, what))
            .expected("data." + key + " holds UTF-8 text in base64")
            .observed("a value that " + what)
            .next("kubectl -n " + secret.namespace() + " describe secret " + secret.name())
            .runbook("docs/runbooks/SecretMissing.md"));
  }
}
