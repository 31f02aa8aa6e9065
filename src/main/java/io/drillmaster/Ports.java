package io.drillmaster;

import io.drillmaster.cli.CannotStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Looks whether ports are free before anything starts, and picks those that are left to us. */
final class Ports {
  private final List<String> problems = new ArrayList<>();
  private String next = "drillmaster validate";

  /**
   * A port to listen on. Camel could pick one itself, but names the routers of its servers by their
   * configured port, so that two of them with port 0 would be one.
   *
   * @param key of the configuration: {@code api.port}
   * @param port 0 for any
   */
  int pick(String key, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      problems.add(
          "%s: cannot listen on %s:%d, because another process does or the address is not ours"
              .formatted(key, host, port));
      next = "ss -ltnp 'sport = :%d'".formatted(port);
      return port;
    }
  }

  /**
   * @throws CannotStartException where a port could not be had
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new CannotStartException(problems, next);
    }
  }
}
