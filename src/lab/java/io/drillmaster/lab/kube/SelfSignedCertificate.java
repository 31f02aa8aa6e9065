package io.drillmaster.lab.kube;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 and localhost that is its own authority, made anew at each start (the
 * JDK has no public way to make one).
 */
final class SelfSignedCertificate {
  private static final String PASSWORD = "lab";
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant NOT_AFTER = Instant.parse("2120-01-01T00:00:00Z");
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

  private final KeyPair keys;
  private final Certificate certificate;

  private SelfSignedCertificate(KeyPair keys, Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  static SelfSignedCertificate create(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(name, keys);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] encoded = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
      return new SelfSignedCertificate(keys, certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make an EC certificate", e);
    }
  }

  private static byte[] content(String name, KeyPair keys) {
    byte[] who =
        Der.sequence(Der.value(0x31, Der.sequence(Der.oid(2, 5, 4, 3), Der.text("lab " + name))));
    byte[] serial = Der.integer(BigInteger.valueOf(System.nanoTime()).abs());
    byte[] validity = Der.sequence(time(NOT_BEFORE), time(NOT_AFTER));
    return Der.sequence(
        Der.value(0xa0, Der.integer(BigInteger.TWO)),
        serial,
        ECDSA_WITH_SHA256,
        who,
        validity,
        who,
        keys.getPublic().getEncoded(),
        Der.value(0xa3, extensions()));
  }

  private static byte[] time(Instant instant) {
    byte[] text = GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII);
    return Der.value(0x18, text);
  }

  private static byte[] extensions() {
    byte[] authority = Der.sequence(Der.value(0x01, new byte[] {(byte) 0xff}));
    byte[] names =
        Der.sequence(
            Der.value(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
            Der.value(0x87, new byte[] {127, 0, 0, 1}));
    return Der.sequence(
        Der.sequence(Der.oid(2, 5, 29, 19), Der.octets(authority)),
        Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(names)));
  }

  String pem() {
    try {
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Key and certificate as a Vert.x server takes them. */
  PfxOptions options() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "lab", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, PASSWORD.toCharArray());
      return new PfxOptions().setValue(Buffer.buffer(bytes.toByteArray())).setPassword(PASSWORD);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
