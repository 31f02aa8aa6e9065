package io.drillmaster.lab.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.UUID;
import java.util.stream.Stream;

/** An RSA key that tokens are signed with. */
record SigningKey(RSAKey key) {
  private static final int BITS = 2048;

  static SigningKey create() {
    try {
      return new SigningKey(
          new RSAKeyGenerator(BITS)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyID(UUID.randomUUID().toString().replace("-", ""))
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK has no RSA", e);
    }
  }

  /** What is published of them. */
  static String keySet(SigningKey... keys) {
    return new JWKSet(Stream.of(keys).<JWK>map(one -> one.key.toPublicJWK()).toList()).toString();
  }

  String sign(JWTClaimsSet claims) {
    return signAs(key.getKeyID(), claims);
  }

  /** Signs with this key and says that it was another. */
  String signAs(String name, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .type(JOSEObjectType.JWT)
                  .keyID(name)
                  .build(),
              claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("this key cannot sign", e);
    }
  }

  /** Without any key, as Authentik does where a provider has none. */
  static String signWithSecret(String secret, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("this secret cannot sign", e);
    }
  }
}
