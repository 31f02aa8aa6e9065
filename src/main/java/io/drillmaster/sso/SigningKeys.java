package io.drillmaster.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.drillmaster.http.JsonValue;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The public keys that tokens can be verified with (RFC 7517): for signatures, asymmetric, and of a
 * strength that clients still accept.
 *
 * @param published how many keys of any kind there are
 */
record SigningKeys(List<JWK> usable, int published) {
  private static final int MOST_KEYS = 50;
  private static final int RSA_BITS = 2048;

  SigningKeys {
    usable = List.copyOf(usable);
  }

  /** Empty where the text is no key set; Authentik writes {@code {}} where it has no key. */
  static Optional<SigningKeys> parse(String text) {
    Optional<JsonValue> json = JsonValue.parse(text).filter(JsonValue::isObject);
    if (json.isPresent() && !json.get().at("keys").isThere()) {
      return Optional.of(new SigningKeys(List.of(), 0));
    }
    try {
      List<JWK> all = JWKSet.parse(text).getKeys();
      List<JWK> usable = all.stream().filter(SigningKeys::isUsable).limit(MOST_KEYS).toList();
      return Optional.of(new SigningKeys(usable, all.size()));
    } catch (ParseException | RuntimeException e) {
      return Optional.empty(); // what a hostile text makes the parser throw is no matter of ours
    }
  }

  private static boolean isUsable(JWK key) {
    if (!(key instanceof AsymmetricJWK) || KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
      return false;
    }
    return key instanceof ECKey || key instanceof RSAKey && key.size() >= RSA_BITS;
  }

  /** Each key by its name and its content, so that another key of the same name is another. */
  Set<String> identities() {
    return usable.stream().map(SigningKeys::identity).collect(Collectors.toSet());
  }

  private static String identity(JWK key) {
    try {
      return key.getKeyID() + " " + key.computeThumbprint();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The key of that name; where a token names none, the only one. */
  Optional<JWK> named(Optional<String> name) {
    if (name.isEmpty()) {
      return usable.size() == 1 ? Optional.of(usable.get(0)) : Optional.empty();
    }
    return usable.stream().filter(key -> name.get().equals(key.getKeyID())).findFirst();
  }
}
