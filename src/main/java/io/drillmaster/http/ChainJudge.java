package io.drillmaster.http;

import io.drillmaster.http.ConnectAttempt.Problem;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at what a server shows and remembers it, before it believes or refuses it: a handshake that
 * fails still tells whose certificate it was and until when. For one handshake, and for clients
 * only.
 */
final class ChainJudge extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager trusted;
  private final Clock clock;
  private volatile Optional<PresentedChain> chain = Optional.empty();
  private volatile Optional<Problem> problem = Optional.empty();

  ChainJudge(X509ExtendedTrustManager trusted, Clock clock) {
    this.trusted = trusted;
    this.clock = clock;
  }

  /** What the server showed; empty before it did. */
  Optional<PresentedChain> chain() {
    return chain;
  }

  /** Why it was refused; empty where it was believed. */
  Optional<Problem> problem() {
    return problem;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket)
      throws CertificateException {
    PresentedChain presented = PresentedChain.of(shown, trusted.getAcceptedIssuers());
    chain = Optional.of(presented);
    try {
      trusted.checkServerTrusted(shown, authType);
    } catch (CertificateException e) {
      problem = Optional.of(reason(e));
      throw e;
    }
    Instant now = clock.instant();
    // the JDK believes a certificate that is itself among the authorities, whatever its dates are
    if (presented.isExpiredAt(now) || presented.isNotYetValidAt(now)) {
      problem = Optional.of(presented.isExpiredAt(now) ? Problem.EXPIRED : Problem.NOT_YET_VALID);
      throw new CertificateException("not valid now");
    }
    try {
      trusted.checkServerTrusted(shown, authType, socket);
    } catch (CertificateException e) {
      problem = Optional.of(Problem.WRONG_HOST); // all else was asked above
      throw e;
    }
  }

  private static Problem reason(CertificateException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertPathValidatorException path) {
        if (path.getReason() == BasicReason.EXPIRED) {
          return Problem.EXPIRED;
        }
        if (path.getReason() == BasicReason.NOT_YET_VALID) {
          return Problem.NOT_YET_VALID;
        }
      }
    }
    return Problem.NOT_TRUSTED;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    throw new CertificateException("there is no socket whose host could be checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(shown, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(shown, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(shown, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }
}
