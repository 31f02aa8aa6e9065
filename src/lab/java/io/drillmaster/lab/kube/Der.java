package io.drillmaster.lab.kube;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few ASN.1 values (X.690, DER) that an X.509 certificate is made of. */
public final class Der {
  private Der() {}

  public static byte[] value(int tag, byte[]... parts) {
    byte[] content = join(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  public static byte[] sequence(byte[]... parts) {
    return value(0x30, parts);
  }

  public static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  /** A bit string without unused bits. */
  public static byte[] bits(byte[] bytes) {
    return value(0x03, new byte[] {0}, bytes);
  }

  public static byte[] octets(byte[] bytes) {
    return value(0x04, bytes);
  }

  public static byte[] text(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An object identifier whose numbers are all below 16384. */
  public static byte[] oid(int first, int second, int... rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first * 40 + second);
    for (int number : rest) {
      if (number >= 0x80) {
        out.write(0x80 | number >> 7);
      }
      out.write(number & 0x7f);
    }
    return value(0x06, out.toByteArray());
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
