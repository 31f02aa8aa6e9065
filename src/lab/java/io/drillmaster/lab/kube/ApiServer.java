package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The Kubernetes API of one simulated cluster on https://127.0.0.1, in memory. Kinds are named as
 * kubectl names them ({@code pods}, {@code ReplicationSource}, {@code
 * replicationsources.volsync.backube}); objects that are handed out are copies. May be called from
 * any thread.
 */
public final class ApiServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final String clusterName;
  private final Loop loop = new Loop();
  private final SelfSignedCertificate certificate;
  private final Cluster cluster = new Cluster(Clock.systemUTC());
  private final Tokens tokens = new Tokens();
  private final RequestLog log = new RequestLog();
  private final CopyOnWriteArrayList<Fault> faults = new CopyOnWriteArrayList<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final HttpServer http;

  private ApiServer(String clusterName) {
    this.clusterName = clusterName;
    this.certificate = SelfSignedCertificate.create(clusterName);
    this.http = listen();
  }

  /** Starts an empty cluster: only the namespaces that every cluster has. */
  public static ApiServer start(String clusterName) {
    ApiServer server = new ApiServer(clusterName);
    for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      server.createNamespace(namespace);
    }
    return server;
  }

  private HttpServer listen() {
    Verbs verbs = new Verbs(cluster.store, cluster.writes, cluster.deletes);
    HttpFront front =
        new HttpFront(
            loop.vertx(),
            new Api(cluster.types, verbs),
            new WatchFront(loop.vertx(), cluster.watches),
            tokens,
            new Recorder(faults, log));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(certificate.options())
            .setMaxHeaderSize(64 * 1024);
    HttpServer server = loop.vertx().createHttpServer(options);
    server.connectionHandler(
        connection -> {
          connections.add(connection);
          connection.closeHandler(v -> connections.remove(connection));
        });
    server.requestHandler(front::handle);
    return Loop.await(server.listen().toCompletionStage().toCompletableFuture());
  }

  /** Name of the cluster: of its context in a {@link Kubeconfig}. */
  public String clusterName() {
    return clusterName;
  }

  /** {@code https://127.0.0.1:port}. */
  public String url() {
    return "https://" + HOST + ":" + http.actualPort();
  }

  /** Bearer token of a user who may do everything. */
  public String adminToken() {
    return tokens.admin();
  }

  /** The certificate of the server's authority, in PEM. */
  public String caCertificate() {
    return certificate.pem();
  }

  /** Faults that act now; add and remove them at any time. */
  public CopyOnWriteArrayList<Fault> faults() {
    return faults;
  }

  /** The last requests that asked for a change, oldest first; seeding is not among them. */
  public List<RecordedRequest> writes() {
    return log.writes();
  }

  /** The last requests that only read, oldest first. */
  public List<RecordedRequest> reads() {
    return log.reads();
  }

  /** Closes every open connection. */
  public void cut() {
    new ArrayList<>(connections).forEach(HttpConnection::close);
  }

  /** Forgets past changes: watches cannot resume from a version before now (410 Expired). */
  public void compact() {
    loop.run(() -> cluster.store.log().forget(cluster.store.version()));
  }

  /** Takes a kind out of the API as if it had never been installed; its objects stay. */
  public void hideKind(String kind) {
    loop.run(
        () -> {
          String resource = cluster.types.named(kind).resource();
          cluster.types.hide(resource, true);
          cluster.watches.end(resource);
        });
  }

  /** Gives a hidden kind back. */
  public void showKind(String kind) {
    loop.run(() -> cluster.types.hide(cluster.types.named(kind).resource(), false));
  }

  /** Told of every change from now on. */
  public void addController(Controller controller) {
    loop.run(() -> cluster.store.listen(change -> loop.later(() -> controller.changed(change))));
  }

  /** Creates a namespace if it is not there. */
  public void createNamespace(String name) {
    loop.run(
        () -> {
          if (cluster.store.get(new Key("namespaces", "", name)).isEmpty()) {
            cluster.put(
                Json.object(
                    "apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name)));
          }
        });
  }

  /**
   * Stores the objects of a YAML text as they are, status, uid and creation time included; replaces
   * those that exist. CustomResourceDefinitions define their kinds at once.
   *
   * @throws RuntimeException if the API would refuse one, with its text
   */
  public void apply(String yaml) {
    List<ObjectNode> documents = Json.documents(yaml);
    loop.run(() -> documents.forEach(cluster::put));
  }

  /** Stores one object as it is, as {@link #apply} does. */
  public ObjectNode put(Map<String, ?> object) {
    ObjectNode node = Json.of(object);
    return loop.call(() -> cluster.put(node).deepCopy());
  }

  /** One object; empty where there is none. */
  public Optional<ObjectNode> get(String kind, String namespace, String name) {
    return loop.call(() -> cluster.store.get(key(kind, namespace, name)).map(ObjectNode::deepCopy));
  }

  /**
   * All objects of a kind.
   *
   * @param namespace empty for all
   */
  public List<ObjectNode> list(String kind, String namespace) {
    return loop.call(
        () ->
            cluster.store.list(cluster.types.named(kind).resource(), namespace).values().stream()
                .map(ObjectNode::deepCopy)
                .toList());
  }

  /**
   * Merges into an object (RFC 7386: null removes), status and metadata included.
   *
   * @throws RuntimeException if there is no such object
   */
  public ObjectNode patch(String kind, String namespace, String name, Map<String, ?> patch) {
    ObjectNode node = Json.of(patch);
    return loop.call(() -> patched(kind, key(kind, namespace, name), node).deepCopy());
  }

  private ObjectNode patched(String kind, Key key, ObjectNode patch) {
    ResourceType type = cluster.types.named(kind);
    ObjectNode old =
        cluster.store.get(key).orElseThrow(() -> StatusException.notFound(type, key.name()));
    ObjectNode next = Patches.merge(old, patch);
    return cluster.writes.update(type, key, "", next, WriteOptions.SEED);
  }

  /** Replaces the whole status of an object. */
  public ObjectNode setStatus(String kind, String namespace, String name, Map<String, ?> status) {
    ObjectNode body = Json.object("status", status);
    return loop.call(
        () ->
            cluster
                .writes
                .update(
                    cluster.types.named(kind),
                    key(kind, namespace, name),
                    "status",
                    body,
                    WriteOptions.CONTROLLER)
                .deepCopy());
  }

  /** Deletes an object as a user would: finalizers hold it, its dependents follow. */
  public void delete(String kind, String namespace, String name) {
    loop.run(
        () ->
            cluster.deletes.delete(
                cluster.types.named(kind), key(kind, namespace, name), Deletes.Options.BACKGROUND));
  }

  private Key key(String kind, String namespace, String name) {
    return cluster.types.named(kind).key(namespace, name);
  }

  /** Runs several changes as one: no request is answered in between. */
  public void atomically(Runnable changes) {
    loop.run(changes);
  }

  @Override
  public void close() {
    loop.close();
  }
}
