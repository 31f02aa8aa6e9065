package io.drillmaster.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A lab alone, for a daemon in another process: {@code Serve DIRECTORY [TARGETS]}. Writes the
 * configuration for it into the directory, then a file {@code ready}, and serves until it is told
 * to end.
 */
public final class Serve {
  private Serve() {}

  public static void main(String[] args) throws Exception {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: Serve DIRECTORY [TARGETS]");
      System.exit(64);
    }
    Path directory = Path.of(args[0]);
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve("ready"));
    Lab lab =
        args.length == 2
            ? Lab.start(LabOptions.of(List.of("infra", "apps"), Integer.parseInt(args[1])))
            : Lab.start();
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "lab-end"));
    LabEstate.Pace pace = args.length == 2 ? LabEstate.Pace.PRODUCTION : LabEstate.Pace.DEMO;
    LabEstate.write(directory, lab, pace, freePort(), freePort());
    Files.createFile(directory.resolve("ready"));
    new CountDownLatch(1).await();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
