package io.drillmaster.flow;

import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpFailureException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Sorts what the HttpClient (5.5) throws. Its texts are kept for the log and never shown. */
final class HttpFailures {
  private HttpFailures() {}

  static HttpFailureException sort(Throwable failure) {
    for (Throwable here = failure; here != null; here = here.getCause()) {
      Optional<HttpFailureException> sorted = sorted(here, failure);
      if (sorted.isPresent()) {
        return sorted.get();
      }
    }
    return new HttpFailureException(Kind.OTHER, "no answer that is HTTP", failure);
  }

  private static Optional<HttpFailureException> sorted(Throwable here, Throwable failure) {
    if (here instanceof UnknownHostException) {
      return of(Kind.DNS, "the host name does not resolve", failure);
    }
    if (here instanceof ConnectTimeoutException) {
      return of(Kind.CONNECT, "no answer to the connection attempt", failure);
    }
    if (here instanceof SSLException) {
      return of(Kind.TLS, tls(here), failure);
    }
    if (here instanceof SocketTimeoutException) {
      return of(Kind.TIMEOUT, "no answer in time", failure);
    }
    if (here instanceof NoRouteToHostException) {
      return of(Kind.CONNECT, "no route to the host", failure);
    }
    if (here instanceof ConnectException) {
      return of(Kind.CONNECT, "connection refused", failure);
    }
    return cut(here) ? of(Kind.CUT, "the connection was cut", failure) : Optional.empty();
  }

  private static boolean cut(Throwable here) {
    return here instanceof SocketException
        || here instanceof NoHttpResponseException
        || here instanceof ConnectionClosedException
        || here instanceof java.io.EOFException;
  }

  private static String tls(Throwable failure) {
    for (Throwable here = failure; here != null; here = here.getCause()) {
      if (here instanceof CertificateException) {
        return "the certificate is not accepted";
      }
    }
    return failure instanceof javax.net.ssl.SSLPeerUnverifiedException
        ? "the certificate is for another host"
        : "the TLS handshake failed";
  }

  /** Without its cause where the request itself cannot be made: it may quote a header. */
  static HttpFailureException notSent() {
    return new HttpFailureException(Kind.OTHER, "a request that cannot be made", null);
  }

  private static Optional<HttpFailureException> of(Kind kind, String words, Throwable failure) {
    IOException cause = failure instanceof IOException io ? io : new IOException(failure);
    return Optional.of(new HttpFailureException(kind, words, cause));
  }
}
