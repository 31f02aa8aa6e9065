package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Change;
import io.drillmaster.lab.kube.Key;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * External Secrets (2.9) in one cluster of the lab: validates stores, makes Secrets, refreshes them
 * at their interval and whenever an ExternalSecret or its Secret is changed.
 */
public final class SecretsOperator implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SecretsOperator.class.getName());
  private static final long EVERY_MILLIS = 200;
  private static final Duration VALIDATED_EVERY = Duration.ofMinutes(5);
  private static final String SECRETS = "secrets";
  private static final Set<String> STORES =
      Set.of("secretstores.external-secrets.io", "clustersecretstores.external-secrets.io");

  private final ApiServer api;
  private final SecretSync secrets;
  private final StoreSync stores;
  private final WorkQueue queue = new WorkQueue();
  private final Set<Key> held = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService worker;

  private SecretsOperator(ApiServer api, Provider provider) {
    this.api = api;
    this.secrets = new SecretSync(api, provider);
    this.stores = new StoreSync(api, provider);
    this.worker =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "lab-external-secrets-" + api.clusterName());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param provider what all stores of the cluster lead to
   */
  public static SecretsOperator start(ApiServer api, Provider provider) {
    SecretsOperator operator = new SecretsOperator(api, provider);
    api.addController(operator::changed);
    operator.worker.scheduleWithFixedDelay(
        operator::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return operator;
  }

  /** Only notes what is to be done: this is the thread of the server. */
  private void changed(Change change) {
    Key key = change.key();
    if (key.resource().equals(SecretSync.KIND) || STORES.contains(key.resource())) {
      if (change.isDeletion()) {
        queue.forget(key);
      } else if (change.isCreation() || isNews(change)) {
        queue.now(key);
      }
    } else if (key.resource().equals(SECRETS)) {
      queue.now(key);
    }
  }

  /** Changes of the status alone bring nothing up. */
  private static boolean isNews(Change change) {
    return !ObjectHash.version(change.before().orElseThrow())
        .equals(ObjectHash.version(change.after().orElseThrow()));
  }

  private void look() {
    for (Key key : queue.take()) {
      try {
        look(key);
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "the lab's operator stumbled over " + key, e);
        queue.failed(key);
      }
    }
  }

  private synchronized void look(Key key) {
    if (key.resource().equals(SECRETS)) {
      users(key).forEach(queue::now);
      return;
    }
    if (!held.contains(key)) {
      api.get(key.resource(), key.namespace(), key.name()).ifPresent(o -> look(key, o, false));
    }
  }

  /** The ExternalSecrets that make this Secret. */
  private List<Key> users(Key secret) {
    return api.list(SecretSync.KIND, secret.namespace()).stream()
        .map(SecretView::new)
        .filter(view -> view.target().equals(secret.name()))
        .map(view -> key(view.namespace(), view.name()))
        .toList();
  }

  private void look(Key key, ObjectNode object, boolean anyway) {
    if (isOfOthers(object)) {
      return;
    }
    if (STORES.contains(key.resource())) {
      if (stores.validate(object)) {
        queue.at(key, Instant.now().plus(VALIDATED_EVERY));
      } else {
        queue.failed(key);
      }
      return;
    }
    switch (secrets.reconcile(object, anyway)) {
      case RETRY -> queue.failed(key);
      case GIVEN_UP -> queue.forget(key);
      case DONE ->
          new SecretView(api.get(key.resource(), key.namespace(), key.name()).orElse(object))
              .next(Instant.now())
              .ifPresentOrElse(next -> queue.at(key, next), () -> queue.forget(key));
    }
  }

  /** A store may name the operator that it is for ({@code spec.controller}). */
  private boolean isOfOthers(ObjectNode object) {
    JsonNode ref = object.path("spec").path("secretStoreRef");
    if (ref.isMissingNode()) {
      return object.path("spec").has("controller");
    }
    String kind = ref.path("kind").asText("SecretStore");
    String namespace =
        kind.equals("SecretStore") ? object.path("metadata").path("namespace").asText() : "";
    return api.get(kind, namespace, ref.path("name").asText())
        .filter(store -> store.path("spec").has("controller"))
        .isPresent();
  }

  private static Key key(String namespace, String name) {
    return new Key(SecretSync.KIND, namespace, name);
  }

  /** From now on it does nothing for this ExternalSecret, as if it had stopped. */
  public synchronized void hold(String namespace, String name) {
    held.add(key(namespace, name));
  }

  /** Goes on with it. */
  public synchronized void release(String namespace, String name) {
    held.remove(key(namespace, name));
    queue.now(key(namespace, name));
  }

  /** One sync at once, due or not. */
  public synchronized void sync(String namespace, String name) {
    Key key = key(namespace, name);
    look(key, api.get(key.resource(), namespace, name).orElseThrow(), true);
  }

  /** One sync of each ExternalSecret at once, but for those that it is kept away from. */
  public synchronized void syncAll() {
    for (ObjectNode object : api.list(SecretSync.KIND, "")) {
      SecretView view = new SecretView(object);
      if (!held.contains(key(view.namespace(), view.name()))) {
        sync(view.namespace(), view.name());
      }
    }
  }

  /** Asks the providers of all stores at once. */
  public synchronized void validateStores() {
    for (String kind : STORES) {
      for (ObjectNode store : api.list(kind, "")) {
        String namespace = store.path("metadata").path("namespace").asText();
        look(new Key(kind, namespace, store.path("metadata").path("name").asText()), store, true);
      }
    }
  }

  /**
   * Puts an ExternalSecret (without status) into the API and syncs it, as if it had been there and
   * been synced since its creation.
   */
  public synchronized void seed(Map<String, ?> externalSecret) {
    ObjectNode object = api.put(externalSecret);
    SecretView view = new SecretView(object);
    held.remove(key(view.namespace(), view.name()));
    sync(view.namespace(), view.name());
    String since = object.path("metadata").path("creationTimestamp").asText();
    api.patch(
        SecretSync.KIND,
        view.namespace(),
        view.name(),
        Map.of(
            "status",
            Map.of(
                "conditions",
                List.of(Conditions.condition("True", "SecretSynced", "secret synced", since)))));
  }

  @Override
  public void close() {
    worker.shutdownNow();
    try {
      worker.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
