package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The Kubernetes API of one simulated cluster on https://127.0.0.1, in memory. Kinds are named as
 * kubectl names them ({@code pods}, {@code ReplicationSource}, {@code
 * replicationsources.volsync.backube}); objects that are handed out are copies. May be called from
 * any thread.
 */
public final class ApiServer implements AutoCloseable {
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final String clusterName;
  private final Loop loop = new Loop();
  private final Cluster cluster = new Cluster(Clock.systemUTC());
  private final StoredObjects objects = new StoredObjects(loop, cluster);
  private final Tokens tokens = new Tokens(cluster.store, Clock.systemUTC());
  private final PodLogs logs = new PodLogs();
  private final PodPorts ports = new PodPorts();
  private final RequestLog log = new RequestLog();
  private final CopyOnWriteArrayList<Fault> faults = new CopyOnWriteArrayList<>();
  private final SelfSignedCertificate certificate;
  private final HttpEndpoint endpoint;

  private ApiServer(String clusterName) {
    this.clusterName = clusterName;
    this.certificate = SelfSignedCertificate.create(clusterName);
    HttpFront front =
        new HttpFront(
            loop.vertx(),
            new Api(cluster, tokens, logs),
            new Streams(
                new WatchFront(loop.vertx(), cluster.watches),
                new LogFront(cluster.store, logs),
                new ProxyFront(loop.vertx(), cluster.store, ports)),
            new Identity(tokens, new Rbac(cluster.store)),
            new Recorder(faults, log));
    this.endpoint = new HttpEndpoint(loop.vertx(), certificate, front);
  }

  /** Starts an empty cluster: only the namespaces that every cluster has. */
  public static ApiServer start(String clusterName) {
    ApiServer server = new ApiServer(clusterName);
    server.addController(new GarbageCollector(server.cluster));
    server.addController(new Namespaces(server.cluster, server.caCertificate()));
    server.loop.run(() -> server.cluster.store.listen(server.logs::changed));
    NAMESPACES.forEach(server::createNamespace);
    server.apply(Json.resource("roles.yaml"));
    return server;
  }

  /** Name of the cluster: of its context in a {@link Kubeconfig}. */
  public String clusterName() {
    return clusterName;
  }

  /** {@code https://127.0.0.1:port}. */
  public String url() {
    return endpoint.url();
  }

  /** Bearer token of a user who may do everything. */
  public String adminToken() {
    return tokens.admin();
  }

  /**
   * A bearer token of a ServiceAccount, good for an hour.
   *
   * @throws RuntimeException if there is no such account
   */
  public String token(String namespace, String serviceAccount) {
    return loop.call(() -> issue(new Key("serviceaccounts", namespace, serviceAccount)).token());
  }

  private Tokens.Issued issue(Key account) {
    ObjectNode object =
        cluster
            .store
            .get(account)
            .orElseThrow(() -> StatusException.notFound(cluster.types.named("sa"), account.name()));
    return tokens.issue(account, object, List.of(), Duration.ofHours(1));
  }

  /** Adds to what the containers of a pod have printed; who follows the log sees it at once. */
  public void appendLog(String namespace, String pod, String text) {
    loop.run(() -> logs.append(new Key("pods", namespace, pod), text));
  }

  /** From now on something listens at a port of a pod, whether the pod is there yet or not. */
  public void listen(String namespace, String pod, int port, PodPort answering) {
    ports.listen(new PodPorts.Address(new Key("pods", namespace, pod), port), answering);
  }

  /** Nothing listens there any more. */
  public void closePort(String namespace, String pod, int port) {
    ports.close(new PodPorts.Address(new Key("pods", namespace, pod), port));
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
    endpoint.cut();
  }

  /** Forgets past changes: watches cannot resume from a version before now (410 Expired). */
  public void compact() {
    loop.run(() -> cluster.store.log().forget(cluster.store.version()));
  }

  /** Takes a kind out of the API as if it had never been installed; its objects stay. */
  public void hideKind(String kind) {
    objects.hide(kind, true);
  }

  /** Gives a hidden kind back. */
  public void showKind(String kind) {
    objects.hide(kind, false);
  }

  /** Told of every change from now on. */
  public void addController(Controller controller) {
    loop.run(() -> cluster.store.listen(change -> loop.later(() -> controller.changed(change))));
  }

  /** Runs several changes as one: no request is answered in between. */
  public void atomically(Runnable changes) {
    loop.run(changes);
  }

  /** Creates a namespace if it is not there. */
  public void createNamespace(String name) {
    objects.createNamespace(name);
  }

  /**
   * Stores the objects of a YAML text as they are, status, uid and creation time included; replaces
   * those that exist. CustomResourceDefinitions define their kinds at once.
   *
   * @throws RuntimeException if the API would refuse one, with its text
   */
  public void apply(String yaml) {
    objects.apply(Json.documents(yaml));
  }

  /** Stores one object as it is, as {@link #apply} does. */
  public ObjectNode put(Map<String, ?> object) {
    return objects.put(Json.of(object));
  }

  /** One object; empty where there is none. */
  public Optional<ObjectNode> get(String kind, String namespace, String name) {
    return objects.get(kind, namespace, name);
  }

  /**
   * All objects of a kind.
   *
   * @param namespace empty for all
   */
  public List<ObjectNode> list(String kind, String namespace) {
    return objects.list(kind, namespace);
  }

  /** Every object there is, of any kind. */
  public List<ObjectNode> all() {
    return objects.all();
  }

  /**
   * Merges into an object (RFC 7386: null removes), status and metadata included.
   *
   * @throws RuntimeException if there is no such object
   */
  public ObjectNode patch(String kind, String namespace, String name, Map<String, ?> patch) {
    return objects.patch(kind, namespace, name, Json.of(patch));
  }

  /** Replaces the whole status of an object. */
  public ObjectNode setStatus(String kind, String namespace, String name, Map<String, ?> status) {
    return objects.setStatus(kind, namespace, name, Json.of(status));
  }

  /** Deletes an object as a user would: finalizers hold it, its dependents follow. */
  public void delete(String kind, String namespace, String name) {
    objects.delete(kind, namespace, name);
  }

  @Override
  public void close() {
    loop.close();
  }
}
