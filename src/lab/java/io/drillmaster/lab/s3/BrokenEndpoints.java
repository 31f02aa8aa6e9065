package io.drillmaster.lab.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/** Addresses at which no object store can be had, each for another reason. */
public final class BrokenEndpoints implements AutoCloseable {
  private static final int MOST_CALLERS = 64;

  private final ServerSocket silent;
  private final Deque<Socket> callers = new ArrayDeque<>();
  private final DriftingClock drifting;

  private BrokenEndpoints(ServerSocket silent, DriftingClock drifting) {
    this.silent = silent;
    this.drifting = drifting;
  }

  /**
   * @param store what is behind the endpoint whose clock is wrong
   */
  public static BrokenEndpoints start(URI store) {
    try {
      ServerSocket socket =
          new ServerSocket(0, MOST_CALLERS, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      BrokenEndpoints endpoints = new BrokenEndpoints(socket, DriftingClock.start(store));
      Thread thread = new Thread(endpoints::keepWaiting, "lab-silent-endpoint");
      thread.setDaemon(true);
      thread.start();
      return endpoints;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A host that no name server knows (RFC 6761). */
  public URI unresolvable() {
    return URI.create("https://0123456789abcdef.r2.cloudflarestorage.invalid");
  }

  /** Nobody listens. */
  public URI refusing() {
    return URI.create("http://127.0.0.1:1");
  }

  /** Somebody listens, and never says a word. */
  public URI silent() {
    return URI.create("http://127.0.0.1:" + silent.getLocalPort());
  }

  /** The store itself, with a clock that is five minutes behind. */
  public URI drifting() {
    return drifting.endpoint();
  }

  private void keepWaiting() {
    while (!silent.isClosed()) {
      try {
        keep(silent.accept());
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private synchronized void keep(Socket caller) throws IOException {
    callers.addLast(caller);
    if (callers.size() > MOST_CALLERS) {
      callers.removeFirst().close();
    }
  }

  @Override
  public synchronized void close() {
    drifting.close();
    try {
      silent.close();
      for (Socket caller : callers) {
        caller.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
