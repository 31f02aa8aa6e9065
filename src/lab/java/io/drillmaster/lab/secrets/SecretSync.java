package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator does for one ExternalSecret: the order of External Secrets 2.9, {@code
 * pkg/controllers/externalsecret}. Where it fails, the old Secret and the old refresh time stay.
 */
final class SecretSync {
  static final String KIND = "externalsecrets.external-secrets.io";
  static final String NO_DATA = "could not get secret data from provider";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

  private final ApiServer api;
  private final SecretData data;
  private final Recorder recorder;

  SecretSync(ApiServer api, Provider provider) {
    this.api = api;
    this.data = new SecretData(api, provider);
    this.recorder = new Recorder(api);
  }

  /** How a look at it ended. */
  enum End {
    DONE,
    /** To be tried again, a little later each time. */
    RETRY,
    /** Only a change can help. */
    GIVEN_UP
  }

  /**
   * One look.
   *
   * @param anyway even where it is not due
   */
  End reconcile(ObjectNode object, boolean anyway) {
    SecretView secret = new SecretView(object);
    Optional<ObjectNode> existing = existing(secret);
    if (!anyway && !secret.isDue(Instant.now()) && ManagedSecret.isValid(existing, secret)) {
      return End.DONE;
    }
    Instant begun = Instant.now();
    try {
      Map<String, String> values = data.fetch(secret);
      return values.isEmpty()
          ? nothing(secret, existing, begun)
          : write(secret, existing, values, begun);
    } catch (ProviderException e) {
      return failed(secret, NO_DATA, e.getMessage(), End.RETRY);
    }
  }

  private Optional<ObjectNode> existing(SecretView secret) {
    return api.get("secrets", secret.namespace(), secret.target());
  }

  /** The provider has nothing for it. */
  private End nothing(SecretView secret, Optional<ObjectNode> existing, Instant begun) {
    if (secret.deletionPolicy().equals("Delete")) {
      existing.ifPresent(one -> api.delete("secrets", secret.namespace(), secret.target()));
      String message = "secret deleted due to DeletionPolicy=Delete";
      return done(secret, "SecretDeleted", message, begun);
    }
    String message = "secret retained due to DeletionPolicy=Retain";
    return done(secret, "SecretSynced", message, begun);
  }

  private End write(
      SecretView secret, Optional<ObjectNode> existing, Map<String, String> values, Instant begun) {
    if (secret.creationPolicy().equals("Merge") && existing.isEmpty()) {
      String message = "secret will not be created due to CreationPolicy=Merge";
      return done(secret, "SecretMissing", message, begun);
    }
    Optional<String> other = existing.flatMap(one -> ManagedSecret.otherOwner(one, secret));
    if (other.isPresent()) {
      String message = "target is owned by another ExternalSecret";
      String event = "secret is owned by another ExternalSecret: " + other.get();
      return failed(secret, message, event, End.GIVEN_UP);
    }
    ObjectNode desired = ManagedSecret.desired(secret, values, existing);
    boolean changed =
        existing.filter(one -> one.path("data").equals(desired.path("data"))).isEmpty();
    if (changed && existing.filter(ManagedSecret::isImmutable).isPresent()) {
      String message = "could not update secret, target is immutable";
      String event = "unable to update secret %s: secret is immutable".formatted(secret.target());
      return failed(secret, message, event, End.GIVEN_UP);
    }
    if (!secret.creationPolicy().equals("None")) {
      store(secret, desired, existing, changed);
    }
    return done(secret, "SecretSynced", "secret synced", begun);
  }

  private void store(
      SecretView secret, ObjectNode desired, Optional<ObjectNode> existing, boolean changed) {
    existing.filter(ManagedSecret::isImmutable).ifPresent(one -> desired.put("immutable", true));
    api.put(JSON.convertValue(desired, TREE));
    if (existing.isEmpty()) {
      recorder.tell(secret.object(), "Created", "secret created");
    } else if (changed) {
      recorder.tell(secret.object(), "Updated", "secret updated");
    }
  }

  private End done(SecretView secret, String reason, String message, Instant begun) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("binding", Map.of("name", secret.target()));
    status.put("refreshTime", Conditions.time(begun));
    status.put("syncedResourceVersion", ObjectHash.version(secret.object()));
    status.put("conditions", Conditions.ready(secret.object(), true, reason, message));
    api.setStatus(KIND, secret.namespace(), secret.name(), status);
    return End.DONE;
  }

  private End failed(SecretView secret, String message, String event, End end) {
    recorder.warn(secret.object(), "UpdateFailed", event);
    Map<String, Object> status = JSON.convertValue(secret.status(), TREE);
    Map<String, Object> next = status == null ? new LinkedHashMap<>() : status;
    next.put("conditions", Conditions.ready(secret.object(), false, "SecretSyncedError", message));
    api.setStatus(KIND, secret.namespace(), secret.name(), next);
    return end;
  }
}
