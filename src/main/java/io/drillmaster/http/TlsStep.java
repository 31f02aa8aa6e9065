package io.drillmaster.http;

import io.drillmaster.http.ConnectAttempt.Layer;
import io.drillmaster.http.ConnectAttempt.Problem;
import io.drillmaster.http.TlsHandshake.FailedException;
import io.drillmaster.http.TlsHandshake.Steps;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The TLS layer of a connection that is open. */
record TlsStep(Trust trust, Clock clock) {
  void perform(Socket socket, String host, int port, Steps steps) throws FailedException {
    steps.begin(Layer.TLS);
    ChainJudge judge = judge();
    try (SSLSocket tls =
        (SSLSocket)
            Trust.context(judge).getSocketFactory().createSocket(socket, host, port, true)) {
      tls.setSSLParameters(parameters(tls.getSSLParameters(), host));
      tls.startHandshake();
      steps.end();
    } catch (IOException e) {
      if (steps.hasEnded(Layer.TLS)) {
        return; // only its end was not clean
      }
      throw new FailedException(judge.problem().orElseGet(() -> problem(e)));
    } finally {
      steps.shown(judge.chain());
    }
  }

  private ChainJudge judge() throws FailedException {
    try {
      return new ChainJudge(trust.validator(), clock);
    } catch (Trust.UnreadableException e) {
      throw new FailedException(Problem.NO_AUTHORITIES);
    }
  }

  private static SSLParameters parameters(SSLParameters parameters, String host) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!host.contains(":") && !host.matches("[0-9.]+")) {
      // the JDK by itself sends no name without a dot, as those within a cluster are
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    return parameters;
  }

  /** The JDK has no types for these; the words are those of its SSLSocket since Java 11. */
  private static Problem problem(IOException e) {
    String text = "" + e.getMessage();
    if (e instanceof EOFException
        || e instanceof SocketException
        || text.contains("terminated the handshake")) {
      return Problem.CLOSED;
    }
    if (text.contains("Unsupported or unrecognized SSL message")
        || text.contains("Unknown or unsupported")) {
      return Problem.NO_TLS;
    }
    return e instanceof SSLException ? Problem.HANDSHAKE_REFUSED : Problem.OTHER;
  }
}
