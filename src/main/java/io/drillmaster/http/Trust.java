package io.drillmaster.http;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose certificates are believed: the authorities of this Java installation, and those in a file
 * beside them.
 *
 * @param more a PEM file (RFC 7468) with one certificate or several; read anew each time, so that
 *     it may change
 */
public record Trust(Optional<Path> more) {
  private static final long MAX_BYTES = 1 << 20;

  public Trust {
    requireNonNull(more, "more");
  }

  /** The file of authorities cannot be used; the message says why, in our own words. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** The authorities of this Java installation alone. */
  public static Trust system() {
    return new Trust(Optional.empty());
  }

  /** Those in a PEM file, too. */
  public static Trust with(Path file) {
    return new Trust(Optional.of(file));
  }

  /**
   * For whoever opens connections of its own.
   *
   * @throws UnreadableException where the file is missing or holds no certificate
   */
  public SSLContext context() throws UnreadableException {
    return context(validator());
  }

  static SSLContext context(X509ExtendedTrustManager validator) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {validator}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  X509ExtendedTrustManager validator() throws UnreadableException {
    try {
      return more.isEmpty() ? Installation.VALIDATOR : validator(store(more.get()));
    } catch (GeneralSecurityException e) {
      throw new UnreadableException("the authorities cannot be used");
    }
  }

  /** Loaded once: there are many of them. */
  private static final class Installation {
    private static final X509ExtendedTrustManager VALIDATOR = load();

    private static X509ExtendedTrustManager load() {
      try {
        return validator(null);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no authorities", e);
      }
    }
  }

  /**
   * @param authorities null for those of the installation, as the JDK wants it
   */
  private static X509ExtendedTrustManager validator(KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(authorities);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager validator) {
        return validator;
      }
    }
    throw new IllegalStateException("this Java cannot check certificates");
  }

  private static KeyStore store(Path file) throws UnreadableException, GeneralSecurityException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UnreadableException("the file of authorities is larger than 1 MiB");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate certificate : Installation.VALIDATOR.getAcceptedIssuers()) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      for (Certificate certificate : certificates(Files.readAllBytes(file))) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      return store;
    } catch (IOException e) {
      throw new UnreadableException("the file of authorities cannot be read");
    }
  }

  private static Collection<? extends Certificate> certificates(byte[] pem)
      throws UnreadableException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // told below: what it says of the bytes is of no use to people
    }
    throw new UnreadableException("the file of authorities holds no certificate in PEM");
  }
}
