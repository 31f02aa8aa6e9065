package io.drillmaster.lab.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server's {@code archive_command} and {@code restore_command} talk to: a socket of
 * 127.0.0.1 at which this JVM is the archiver. PostgreSQL waits for the answer, so that its {@code
 * pg_stat_archiver} tells the truth.
 */
public final class WalGate implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WalGate.class.getName());
  private static final int THREADS = 4;
  private static final String OK = "ok";
  private static final String MISSING = "missing";

  private final ServerSocket socket;
  private final WalStore store;
  private final ExecutorService workers;

  private WalGate(ServerSocket socket, WalStore store) {
    this.socket = socket;
    this.store = store;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            THREADS + 1,
            work -> {
              Thread thread = new Thread(work, "lab-wal-gate-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What keeps WAL. */
  public interface WalStore {
    /**
     * @param name of the file: {@code 000000010000000000000008}, {@code 00000002.history}
     * @throws IOException if it was not stored, with what PostgreSQL's log is to say
     */
    void put(String name, Path file) throws IOException;

    /**
     * @return whether there is such a file
     * @throws IOException if that could not be told
     */
    boolean get(String name, Path file) throws IOException;
  }

  /** Opens a gate to this store. */
  public static WalGate open(WalStore store) {
    try {
      WalGate gate =
          new WalGate(new ServerSocket(0, THREADS, InetAddress.getLoopbackAddress()), store);
      gate.workers.execute(gate::accept);
      return gate;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code archive_command}. */
  public String archiveCommand() {
    return command("put", "echo \"$a\" >&2; exit 1");
  }

  /**
   * For {@code restore_command}. PostgreSQL takes an exit code below 126 for the end of the
   * archive; only a file that is certainly not there may be that.
   */
  public String restoreCommand() {
    return command("get", "[ \"$a\" = missing ] && exit 1; echo \"$a\" >&2; exit 200");
  }

  private String command(String verb, String otherwise) {
    // bash, for /dev/tcp; %% because % is PostgreSQL's own escape
    return "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d || exit %d; printf \"%%%%s\\n\" %s \"$PWD/$0\" \"$1\" >&3; read -r a <&3; [ \"$a\" = ok ] || { %s; }' %%p %%f"
        .formatted(socket.getLocalPort(), verb.equals("put") ? 1 : 200, verb, otherwise);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        workers.execute(() -> serve(caller));
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "the gate is closed: {0}", e.getMessage());
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
      String verb = in.readLine();
      Path file = Path.of(in.readLine());
      String answer = answer(verb, file, in.readLine()).replaceAll("\\s+", " ") + "\n";
      caller.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a caller of the gate went away: {0}", e.getMessage());
    }
  }

  private String answer(String verb, Path file, String name) {
    try {
      if (verb.equals("get")) {
        return store.get(name, file) ? OK : MISSING;
      }
      store.put(name, file);
      return OK;
    } catch (IOException | RuntimeException e) {
      return "ERROR: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the gate was not closed: {0}", e.getMessage());
    }
    workers.shutdownNow();
  }
}
