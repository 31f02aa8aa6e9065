package io.drillmaster.lab.tls;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTPS server on 127.0.0.1 whose certificate can be changed and which can be turned off and on
 * again, always on the same port.
 */
public final class TlsServer implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final HttpHandler handler;
  private final int port;
  private LabCertificate certificate;
  private HttpServer server;
  private ExecutorService workers;

  private TlsServer(HttpHandler handler, LabCertificate certificate) {
    this.handler = handler;
    this.certificate = certificate;
    listen(0);
    this.port = server.getAddress().getPort();
  }

  public static TlsServer start(LabCertificate certificate, HttpHandler handler) {
    return new TlsServer(handler, certificate);
  }

  public int port() {
    return port;
  }

  /** From now on it shows another certificate. */
  public synchronized void show(LabCertificate other) {
    certificate = other;
    if (server != null) {
      turnOff();
      listen(port);
    }
  }

  /** Connections are refused from now on. */
  public synchronized void turnOff() {
    if (server != null) {
      server.stop(0);
      workers.shutdownNow();
      server = null;
    }
  }

  public synchronized void turnOn() {
    if (server == null) {
      listen(port);
    }
  }

  private void listen(int on) {
    try {
      HttpsServer https =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 50);
      https.setHttpsConfigurator(
          new HttpsConfigurator(certificate.server()) {
            @Override
            public void configure(HttpsParameters parameters) {
              parameters.setSSLParameters(getSSLContext().getDefaultSSLParameters());
            }
          });
      workers =
          Executors.newFixedThreadPool(
              4,
              task -> {
                Thread thread = new Thread(task, "tls-server-" + COUNT.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      https.setExecutor(workers);
      https.createContext("/", handler);
      https.start();
      server = https;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    turnOff();
  }
}
