package io.drillmaster.http;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.ConnectAttempt.Failure;
import io.drillmaster.http.ConnectAttempt.Layer;
import io.drillmaster.http.ConnectAttempt.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Opens a connection layer by layer, each timed by itself and all within one deadline, and closes
 * it again without sending anything beyond the handshake.
 *
 * <p>Host names are resolved as this JVM does it, which remembers an answer for 30 seconds
 * (security property {@code networkaddress.cache.ttl}); from its memory it takes no time.
 */
public final class TlsHandshake implements AutoCloseable {
  private static final int MOST_ADDRESSES = 4;

  private final Clock clock;
  private final Trust trust;
  private final HostNames names;
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "handshake-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param clock decides whether a certificate has expired
   * @param trust whose certificates are believed
   */
  public TlsHandshake(Clock clock, Trust trust) {
    this(clock, trust, InetAddress::getAllByName);
  }

  TlsHandshake(Clock clock, Trust trust, HostNames.Resolver resolver) {
    this.clock = clock;
    this.trust = trust;
    this.names = new HostNames(resolver);
    watch.setRemoveOnCancelPolicy(true);
  }

  /**
   * DNS and TCP only.
   *
   * @param host name or address
   */
  public ConnectAttempt connect(String host, int port, Deadline deadline) {
    return attempt(host, port, deadline, (socket, steps) -> {});
  }

  /**
   * DNS, TCP, and a TLS handshake with the host's name in it (SNI, RFC 6066). The certificate must
   * be for that host (RFC 6125), trusted, and valid now.
   *
   * @param host name or address
   */
  public ConnectAttempt shake(String host, int port, Deadline deadline) {
    return attempt(
        host,
        port,
        deadline,
        (socket, steps) -> new TlsStep(trust, clock).perform(socket, host, port, steps));
  }

  /** What is to be done on a connection that is open. */
  private interface Further {
    void go(Socket socket, Steps steps) throws FailedException;
  }

  /** It came no further than a layer. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    FailedException(Problem problem) {
      this.problem = problem;
    }
  }

  /** What is known so far. */
  static final class Steps {
    private final Map<Layer, Duration> times = new EnumMap<>(Layer.class);
    private Optional<PresentedChain> chain = Optional.empty();
    private Layer layer = Layer.DNS;
    private long begun = System.nanoTime();

    void begin(Layer next) {
      layer = next;
      begun = System.nanoTime();
    }

    void end() {
      times.put(layer, Duration.ofNanos(System.nanoTime() - begun));
    }

    boolean hasEnded(Layer which) {
      return times.containsKey(which);
    }

    void shown(Optional<PresentedChain> presented) {
      chain = presented;
    }
  }

  private ConnectAttempt attempt(String host, int port, Deadline deadline, Further further) {
    Steps steps = new Steps();
    try {
      List<InetAddress> addresses = resolve(host, deadline);
      steps.end();
      steps.begin(Layer.TCP);
      try (Socket socket = open(addresses, port, deadline)) {
        steps.end();
        within(deadline, socket, () -> further.go(socket, steps));
      }
      return new ConnectAttempt(steps.times, Optional.empty(), steps.chain);
    } catch (FailedException e) {
      steps.end();
      Failure failure = new Failure(steps.layer, e.problem);
      return new ConnectAttempt(steps.times, Optional.of(failure), steps.chain);
    } catch (IOException e) {
      // closing failed; everything was seen by then
      return new ConnectAttempt(steps.times, Optional.empty(), steps.chain);
    }
  }

  private List<InetAddress> resolve(String host, Deadline deadline) throws FailedException {
    try {
      return names.addresses(host, deadline);
    } catch (UnknownHostException e) {
      throw new FailedException(Problem.UNKNOWN_HOST);
    } catch (TimeoutException e) {
      throw new FailedException(Problem.TIMEOUT);
    }
  }

  /** The first address that takes a connection; each gets its share of the time. */
  private static Socket open(List<InetAddress> addresses, int port, Deadline deadline)
      throws FailedException {
    int left = Math.min(addresses.size(), MOST_ADDRESSES);
    Problem problem = Problem.UNREACHABLE;
    for (InetAddress address : addresses.subList(0, left)) {
      Socket socket = new Socket();
      try {
        long share = deadline.remaining().toMillis() / left--;
        if (share < 1) {
          throw new SocketTimeoutException();
        }
        socket.connect(new InetSocketAddress(address, port), (int) Math.min(share, 600_000));
        return socket;
      } catch (IOException e) {
        problem = problem(e);
        close(socket);
      }
    }
    throw new FailedException(problem);
  }

  private static Problem problem(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return Problem.TIMEOUT;
    }
    boolean refused = e instanceof ConnectException && ("" + e.getMessage()).contains("refused");
    return refused ? Problem.REFUSED : Problem.UNREACHABLE;
  }

  private interface Step {
    void go() throws FailedException;
  }

  /** A time-out of reads begins anew with each byte; closing the socket ends them all. */
  private void within(Deadline deadline, Socket socket, Step step) throws FailedException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end =
        watch.schedule(
            () -> {
              late.set(true);
              close(socket);
            },
            deadline.remaining().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      step.go();
    } catch (FailedException e) {
      boolean certificate = e.problem.ordinal() >= Problem.NOT_TRUSTED.ordinal();
      throw late.get() && !certificate ? new FailedException(Problem.TIMEOUT) : e;
    } finally {
      end.cancel(false);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone, which is what was wanted
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    names.close();
  }
}
