package io.drillmaster.lab.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An S3 server (S3Proxy 4.1) on 127.0.0.1 that checks signatures and keeps objects as files. The
 * time of the file is the {@code LastModified} of the object. May be used from any thread; what is
 * done by its methods meets no fault, what is done over HTTP does.
 */
public final class S3Server implements AutoCloseable {
  private static final String ROOT_KEY = "lab-root";
  private static final String ROOT_SECRET = "lab-root-secret";

  private final Path folder;
  private final Map<String, String> accounts = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<S3Fault> faults = new CopyOnWriteArrayList<>();
  private final BlobStore store;
  private final FaultyBlobStore front;
  private final S3Proxy proxy;

  private S3Server(Path folder) {
    this.folder = folder;
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    this.store = BlobStores.create("filesystem-nio2", properties);
    this.front = new FaultyBlobStore(store, faults);
    this.proxy =
        S3Proxy.builder()
            .blobStore(front)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ROOT_KEY, ROOT_SECRET)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();
  }

  /** Starts an empty store in a temporary folder that is deleted when it is closed. */
  public static S3Server start() {
    try {
      S3Server server = new S3Server(TemporaryFolder.create());
      server.proxy.setBlobStoreLocator(
          (identity, bucket, key) ->
              Optional.ofNullable(server.accounts.get(identity))
                  .map(secret -> new AccessGrant(secret, server.front))
                  .orElse(null));
      server.proxy.start();
      return server;
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server of the lab did not start", e);
    }
  }

  /** {@code http://127.0.0.1:port}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** Lets requests in that are signed with this key; replaces the secret of a known one. */
  public void allow(String accessKeyId, String secretAccessKey) {
    accounts.put(accessKeyId, secretAccessKey);
  }

  /** Forgets a key: requests signed with it are refused with InvalidAccessKeyId. */
  public void revoke(String accessKeyId) {
    accounts.remove(accessKeyId);
  }

  /** Whether requests signed with this key are let in. */
  public boolean knows(String accessKeyId) {
    return accounts.containsKey(accessKeyId);
  }

  /** Faults that act now; add and remove them at any time. */
  public CopyOnWriteArrayList<S3Fault> faults() {
    return faults;
  }

  /** Creates a bucket if it is not there. */
  public void createBucket(String bucket) {
    if (!store.containerExists(bucket)) {
      store.createContainer(bucket);
    }
  }

  /** Writes an object, as if it had been uploaded at that time. */
  public void put(String bucket, String key, byte[] content, Instant lastModified) {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentLength((long) content.length)
            .build();
    store.putBlob(request, new ByteArrayInputStream(content));
    age(bucket, key, lastModified);
  }

  /** Changes when an object was written. */
  public void age(String bucket, String key, Instant lastModified) {
    try {
      Files.setLastModifiedTime(file(bucket, key), FileTime.from(lastModified));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of an object. */
  public byte[] read(String bucket, String key) {
    try {
      return Files.readAllBytes(file(bucket, key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes an object if it is there. */
  public void delete(String bucket, String key) {
    store.removeBlob(bucket, key);
  }

  /** Removes every object whose key begins so. */
  public void deleteAll(String bucket, String prefix) {
    list(bucket, prefix).forEach(object -> delete(bucket, object.key()));
  }

  /**
   * The file of an object. Change it in place: one that is replaced loses the ETag, which is an
   * extended attribute.
   */
  public Path file(String bucket, String key) {
    return folder.resolve(bucket).resolve(key);
  }

  /** An object of the store. */
  public record Stored(String key, long size, Instant lastModified) {}

  /** Objects whose key begins so, oldest first; none where there is no such bucket. */
  public List<Stored> list(String bucket, String prefix) {
    Path root = folder.resolve(bucket);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> root.relativize(file).toString().startsWith(prefix))
          .map(file -> stored(root, file))
          .sorted(Comparator.comparing(Stored::lastModified).thenComparing(Stored::key))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stored stored(Path root, Path file) {
    try {
      return new Stored(
          root.relativize(file).toString(),
          Files.size(file),
          Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    faults.clear();
    front.letGo();
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server of the lab did not stop", e);
    }
    store.close();
    TemporaryFolder.delete(folder);
  }
}
