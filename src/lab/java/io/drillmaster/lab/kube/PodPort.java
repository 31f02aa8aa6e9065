package io.drillmaster.lab.kube;

/** What listens at a port of a pod and answers plain HTTP. */
@FunctionalInterface
public interface PodPort {
  /**
   * Answers a GET; called on a thread of its own, never on that of the server.
   *
   * @param path with its leading slash and without the query: {@code /metrics}
   */
  Reply get(String path);

  /** What it answers. */
  record Reply(int status, String contentType, String body) {
    /** 200 with a text. */
    public static Reply text(String body) {
      return new Reply(200, "text/plain; version=0.0.4; charset=utf-8", body);
    }

    /** What Go's HTTP server says to a path that it does not know. */
    public static Reply notFound() {
      return new Reply(404, "text/plain; charset=utf-8", "404 page not found\n");
    }
  }
}
