package io.drillmaster.lab.tls;

import io.drillmaster.lab.kube.Der;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority that signs whatever it is asked to: also for yesterday. */
public final class LabAuthority {
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AWAY = Instant.parse("2120-01-01T00:00:00Z");
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private LabAuthority(String name, KeyPair keys, X509Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** One that has signed itself. */
  public static LabAuthority create(String name) {
    KeyPair keys = keys();
    byte[] content = content(name, keys, name, validity(LONG_AGO, FAR_AWAY), authority());
    return new LabAuthority(name, keys, sign(content, keys));
  }

  /** An authority below this one. */
  public LabAuthority intermediate(String subject, Instant notAfter) {
    KeyPair own = keys();
    byte[] content = content(subject, own, name, validity(LONG_AGO, notAfter), authority());
    return new LabAuthority(subject, own, sign(content, keys));
  }

  /**
   * A certificate for a server.
   *
   * @param subject its common name
   * @param names DNS names and addresses that it is for
   */
  public LabCertificate issue(
      String subject, List<String> names, Instant notBefore, Instant notAfter) {
    KeyPair own = keys();
    byte[] content = content(subject, own, name, validity(notBefore, notAfter), names(names));
    return new LabCertificate(own, List.of(sign(content, keys), certificate));
  }

  /** The certificate of this authority, as a file of authorities holds it. */
  public String pem() {
    try {
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no EC keys", e);
    }
  }

  private static X509Certificate sign(byte[] content, KeyPair signer) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(signer.getPrivate());
      signature.update(content);
      byte[] encoded = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make an EC certificate", e);
    }
  }

  private static byte[] content(
      String subject, KeyPair keys, String issuer, byte[] validity, byte[] extensions) {
    return Der.sequence(
        Der.value(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(BigInteger.valueOf(System.nanoTime()).abs()),
        ECDSA_WITH_SHA256,
        who(issuer),
        validity,
        who(subject),
        keys.getPublic().getEncoded(),
        Der.value(0xa3, Der.sequence(extensions)));
  }

  private static byte[] who(String commonName) {
    return Der.sequence(Der.value(0x31, Der.sequence(Der.oid(2, 5, 4, 3), Der.text(commonName))));
  }

  private static byte[] validity(Instant notBefore, Instant notAfter) {
    return Der.sequence(time(notBefore), time(notAfter));
  }

  private static byte[] time(Instant instant) {
    byte[] text = GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII);
    return Der.value(0x18, text);
  }

  private static byte[] authority() {
    byte[] yes = Der.sequence(Der.value(0x01, new byte[] {(byte) 0xff}));
    return Der.sequence(Der.oid(2, 5, 29, 19), Der.octets(yes));
  }

  private static byte[] names(List<String> names) {
    List<byte[]> encoded = new ArrayList<>();
    for (String each : names) {
      encoded.add(
          each.matches("[0-9.]+")
              ? Der.value(0x87, address(each))
              : Der.value(0x82, each.getBytes(StandardCharsets.US_ASCII)));
    }
    byte[] all = Der.sequence(encoded.toArray(byte[][]::new));
    return Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(all));
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }
}
