package io.drillmaster.lab.kube;

import java.security.SecureRandom;
import java.util.Base64;

/** Who a bearer token belongs to. */
final class Tokens {
  private static final String BEARER = "Bearer ";
  private static final int BYTES = 24;

  private final String admin = random();

  String admin() {
    return admin;
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The user behind an {@code Authorization} header.
   *
   * @param header empty if absent: anonymous
   */
  User authenticate(String header) {
    if (header.isEmpty()) {
      return User.ANONYMOUS;
    }
    if (header.equals(BEARER + admin)) {
      return User.ADMIN;
    }
    throw StatusException.unauthorized();
  }
}
