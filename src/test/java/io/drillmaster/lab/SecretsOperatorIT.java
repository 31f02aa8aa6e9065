package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.secrets.SecretSite;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated operator makes and refreshes Secrets as the real one does. */
class SecretsOperatorIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration A_WHILE = Duration.ofMillis(1500);
  private static final String KIND = "externalsecrets.external-secrets.io";

  private Lab lab;
  private ApiServer api;
  private SecretSite site;

  @BeforeEach
  void start() {
    LabCluster cluster = new LabCluster("solo", "", List.of(BackedUpVolume.of("business", "odoo")));
    lab = Lab.start(new LabOptions(List.of(cluster), Duration.ofSeconds(1)));
    api = lab.api("solo");
    site = lab.volumes().get(0).secrets();
    site.vault().put("app", Map.of("password", "first"));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void make(Map<String, ?> more) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("refreshInterval", "1h");
    spec.put("secretStoreRef", Map.of("kind", "ClusterSecretStore", "name", SecretSite.STORE));
    spec.put("target", Map.of("creationPolicy", "Owner", "deletionPolicy", "Retain"));
    spec.put("dataFrom", List.of(Map.of("extract", Map.of("key", "app"))));
    spec.putAll(more);
    api.put(
        Map.of(
            "apiVersion",
            "external-secrets.io/v1",
            "kind",
            "ExternalSecret",
            "metadata",
            Map.of("namespace", "business", "name", "app"),
            "spec",
            spec));
  }

  private ObjectNode object() {
    return api.get(KIND, "business", "app").orElseThrow();
  }

  private JsonNode status() {
    return object().path("status");
  }

  private JsonNode ready() {
    return status().path("conditions").path(0);
  }

  private Instant refreshed() {
    return Instant.parse(status().path("refreshTime").asText());
  }

  private String password() {
    return api.get("secrets", "business", "app")
        .map(secret -> secret.path("data").path("password").asText())
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
        .orElse("");
  }

  private void awaitReady(String status) {
    await().atMost(SOON).until(() -> ready().path("status").asText().equals(status));
  }

  private void awaitPassword(String value) {
    await().atMost(SOON).until(() -> password().equals(value));
  }

  private void force(String value) {
    api.patch(
        KIND,
        "business",
        "app",
        Map.of("metadata", Map.of("annotations", Map.of("force-sync", value))));
  }

  @Test
  void makesTheSecretWithItsMarksAndSaysSo() {
    make(Map.of());
    awaitReady("True");
    JsonNode metadata = api.get("secrets", "business", "app").orElseThrow().path("metadata");
    assertThat(metadata.at("/labels").path("reconcile.external-secrets.io/managed").asText())
        .isEqualTo("true");
    assertThat(metadata.at("/labels").has("reconcile.external-secrets.io/created-by")).isTrue();
    assertThat(metadata.at("/annotations").has("reconcile.external-secrets.io/data-hash")).isTrue();
    assertThat(metadata.at("/ownerReferences/0/name").asText()).isEqualTo("app");
    assertThat(password()).isEqualTo("first");
    assertThat(ready().path("reason").asText()).isEqualTo("SecretSynced");
    assertThat(status().path("binding").path("name").asText()).isEqualTo("app");
    assertThat(status().path("syncedResourceVersion").asText()).matches("1-[0-9a-f]{56}");
  }

  @Test
  void refreshesAtItsInterval() {
    make(Map.of("refreshInterval", "1s"));
    awaitPassword("first");
    Instant first = refreshed();
    site.vault().set("app", "password", "second");
    awaitPassword("second");
    await().atMost(SOON).until(() -> refreshed().isAfter(first));
  }

  @Test
  void aForcedSyncComesAtOnceAndChangesWhatItCallsSynced() {
    make(Map.of());
    awaitPassword("first");
    String before = status().path("syncedResourceVersion").asText();
    site.vault().set("app", "password", "second");
    force("1");
    awaitPassword("second");
    await()
        .atMost(SOON)
        .until(() -> !status().path("syncedResourceVersion").asText().equals(before));
  }

  @Test
  void aForcedSyncDoesNothingWithoutAnInterval() {
    make(Map.of("refreshInterval", "0s"));
    awaitPassword("first");
    awaitReady("True");
    site.vault().set("app", "password", "second");
    force("1");
    await().during(A_WHILE).atMost(SOON).until(() -> password().equals("first"));
  }

  @Test
  void aForcedSyncDoesNothingToWhatIsCreatedOnce() {
    make(Map.of("refreshPolicy", "CreatedOnce"));
    awaitPassword("first");
    awaitReady("True");
    site.vault().set("app", "password", "second");
    force("1");
    await().during(A_WHILE).atMost(SOON).until(() -> password().equals("first"));
  }

  @Test
  void aFailureKeepsTheOldSecretAndTheOldTimeAndSaysWhyInAnEvent() {
    make(Map.of());
    awaitReady("True");
    Instant before = refreshed();
    site.vault().refuse("app");
    force("1");
    awaitReady("False");
    assertThat(ready().path("reason").asText()).isEqualTo("SecretSyncedError");
    assertThat(ready().path("message").asText())
        .isEqualTo("could not get secret data from provider");
    assertThat(refreshed()).isEqualTo(before);
    assertThat(password()).isEqualTo("first");
    assertThat(api.list("events", "business"))
        .anyMatch(event -> event.path("message").asText().contains("status 403"));
    site.vault().heal();
    awaitReady("True");
  }

  @Test
  void waitsLongerAfterEachFailure() {
    site.vault().refuse("app");
    make(Map.of());
    awaitReady("False");
    await().atMost(SOON).until(() -> attempts() >= 3);
    await().during(A_WHILE).atMost(SOON).until(() -> attempts() <= 4);
  }

  /** Each one writes its Event anew. */
  private long attempts() {
    return api.list("events", "business").stream()
        .filter(event -> event.path("reason").asText().equals("UpdateFailed"))
        .mapToLong(event -> event.path("count").asLong())
        .max()
        .orElse(0);
  }

  @Test
  void putsBackWhatIsDeletedOrChangedBehindItsBack() {
    make(Map.of());
    awaitPassword("first");
    api.delete("secrets", "business", "app");
    awaitPassword("first");
    String other = Base64.getEncoder().encodeToString("other".getBytes(StandardCharsets.UTF_8));
    api.patch("secrets", "business", "app", Map.of("data", Map.of("password", other)));
    awaitPassword("first");
  }

  @Test
  void asksNoProviderWhoseStoreIsNotReady() {
    make(Map.of());
    awaitReady("True");
    site.vault().refuseAll();
    site.operator().validateStores();
    force("1");
    awaitReady("False");
    assertThat(api.list("events", "business"))
        .anyMatch(e -> e.path("message").asText().contains("\"onepassword\" is not ready"));
  }

  @Test
  void generatesWhatNoStoreHolds() {
    Map<String, Object> generator = Map.of("kind", "Password", "name", "long");
    Map<String, Object> source = Map.of("sourceRef", Map.of("generatorRef", generator));
    make(Map.of("refreshInterval", "0s", "dataFrom", List.of(source)));
    awaitReady("True");
    assertThat(password()).hasSizeGreaterThan(20);
  }

  @Test
  void theSecretGoesWithItsOwner() {
    make(Map.of());
    awaitPassword("first");
    api.delete(KIND, "business", "app");
    awaitPassword("");
  }
}
