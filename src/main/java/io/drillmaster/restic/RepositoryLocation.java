package io.drillmaster.restic;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The place that {@code RESTIC_REPOSITORY} names, read as restic (0.19) does it: {@code
 * s3:https://host:port/bucket/prefix}, {@code s3:http://…}, {@code s3:host/bucket/prefix} and
 * {@code s3://host/bucket/prefix}, the latter two with TLS.
 *
 * @param endpoint scheme, host and port
 * @param prefix without leading and with trailing slash, or empty
 */
public record RepositoryLocation(URI endpoint, String bucket, String prefix) {
  /**
   * @throws NotUnderstoodException where it is no S3 repository, or names no bucket; its words hold
   *     nothing of the repository's own text, which may hold a password
   */
  public static RepositoryLocation parse(String repository) throws NotUnderstoodException {
    String text = repository;
    if (!text.startsWith("s3:")) {
      throw new NotUnderstoodException("a repository on " + backend(text) + ", not on S3");
    }
    String address = text.substring("s3:".length());
    if (address.startsWith("http://") || address.startsWith("https://")) {
      return of(address);
    }
    return of("https://" + (address.startsWith("//") ? address.substring(2) : address));
  }

  /** What restic calls the kind of storage; only names that restic itself knows are repeated. */
  private static String backend(String text) {
    for (String known :
        new String[] {"rest", "b2", "azure", "gs", "swift", "sftp", "rclone", "local"}) {
      if (text.startsWith(known + ":")) {
        return known;
      }
    }
    return "a local path or an unknown backend";
  }

  private static RepositoryLocation of(String url) throws NotUnderstoodException {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new NotUnderstoodException("an address that is no URL");
    }
    if (uri.getRawUserInfo() != null) {
      throw new NotUnderstoodException("an address with a user or password in it");
    }
    if (uri.getHost() == null) {
      throw new NotUnderstoodException("an address without a host");
    }
    Deque<String> path = clean(Optional.ofNullable(uri.getPath()).orElse(""));
    if (path.isEmpty()) {
      throw new NotUnderstoodException("an address without a bucket");
    }
    String bucket = path.removeFirst();
    String prefix = path.isEmpty() ? "" : String.join("/", path) + "/";
    return new RepositoryLocation(endpoint(uri), bucket, prefix);
  }

  /** As Go's {@code path.Clean}, by which restic takes doubled slashes and dots out. */
  private static Deque<String> clean(String path) {
    Deque<String> steps = new ArrayDeque<>();
    for (String step : path.split("/")) {
      if (step.equals("..") && !steps.isEmpty()) {
        steps.removeLast();
      } else if (!step.isEmpty() && !step.equals(".") && !step.equals("..")) {
        steps.addLast(step);
      }
    }
    return steps;
  }

  private static URI endpoint(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return URI.create(uri.getScheme() + "://" + uri.getHost() + port);
  }

  /** A repository that cannot be looked at from here; its message says what stands there. */
  public static final class NotUnderstoodException extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String what) {
      super(what);
    }
  }
}
