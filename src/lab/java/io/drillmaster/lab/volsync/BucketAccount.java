package io.drillmaster.lab.volsync;

import java.math.BigInteger;
import java.security.SecureRandom;

/** What one volume signs its requests with; another one for each, made anew at each start. */
public record BucketAccount(String accessKeyId, String secretAccessKey) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BITS = 96;
  private static final int SECRET_BITS = 256;

  /** A new one. */
  public static BucketAccount random() {
    return new BucketAccount("labkey" + hex(KEY_BITS), "labsecret" + hex(SECRET_BITS));
  }

  private static String hex(int bits) {
    return String.format("%0" + bits / 4 + "x", new BigInteger(bits, RANDOM));
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "BucketAccount";
  }
}
