package io.drillmaster.lab;

import io.drillmaster.lab.secrets.SecretSite;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What goes wrong with ExternalSecrets, their stores, and what stands behind them. */
final class SecretFaults {
  private static final Duration LONG = Duration.ofMinutes(20);
  private static final Duration MISSED = Duration.ofHours(3);
  private static final String FRESH = "just-made";

  private SecretFaults() {}

  /** They hit the ExternalSecret of the first volume of the last cluster. */
  static FaultFamily<SecretStage> family() {
    return new FaultFamily<>(
        "secrets",
        lab -> Optional.of(new SecretStage(lab.volumeStage())),
        SecretStage::reset,
        Stream.of(syncs(), refreshes(), stores()).flatMap(List::stream).toList());
  }

  private static List<Scenario<SecretStage>> syncs() {
    return List.of(
        of(
            "es-refused",
            "secret-refused",
            "the token of the store may not read the item: 403",
            stage -> {
              stage.vault().refuse(stage.volume().vaultItem());
              stage.sync();
            }),
        of(
            "es-not-synced",
            "secret-not-synced",
            "the item was deleted in the password store",
            stage -> {
              stage.vault().remove(stage.volume().vaultItem());
              stage.sync();
            }),
        of(
            "es-back-off",
            "secret-retry-slow",
            "it has failed for so long that the operator tries again only every seven minutes",
            SecretFaults::failingForLong),
        of(
                "es-immutable",
                "secret-not-synced",
                "the Secret was made immutable: a new value cannot be written, and the operator gives up",
                SecretFaults::immutable)
            .mendedBy(
                stage -> stage.api().delete("secrets", stage.namespace(), stage.volume().secret())),
        of(
            "es-gone-at-provider",
            "secret-gone-at-provider",
            "the provider finds nothing any more, and the old Secret is kept as if all were well",
            SecretFaults::findNothing),
        of(
            "es-secret-deleted",
            "secret-target-missing",
            "the Secret was deleted while the operator stood still",
            stage -> stage.volumes().site().loseSecret()),
        new Scenario<>(
            Fault.seenByProbe(
                "es-fresh",
                Fault.SURVIVED,
                "an ExternalSecret that was made just now and is not synced yet"),
            false,
            SecretStage::secretTarget,
            SecretFaults::addFresh,
            stage -> {
              stage.api().delete(SecretStage.KIND, stage.namespace(), FRESH);
              stage.operator().release(stage.namespace(), FRESH);
            }));
  }

  private static List<Scenario<SecretStage>> refreshes() {
    return List.of(
        of(
            "es-overdue",
            "secret-refresh-overdue",
            "the operator stands still, and three refreshes were missed",
            stage -> {
              stage.hold();
              String missed = time(Instant.now().minus(MISSED));
              stage.patch(Map.of("status", Map.of("refreshTime", missed)));
            }),
        of(
            "es-refresh-off",
            "secret-refresh-off",
            "refreshInterval is 0: a new value never arrives",
            stage -> stage.patch(Map.of("spec", Map.of("refreshInterval", "0s")))),
        of(
            "es-created-once",
            "secret-refresh-off",
            "refreshPolicy is CreatedOnce: a new value never arrives",
            stage -> stage.patch(Map.of("spec", Map.of("refreshPolicy", "CreatedOnce")))));
  }

  private static List<Scenario<SecretStage>> stores() {
    return List.of(
        ofStore(
            "es-store-not-ready",
            "secret-store-not-ready",
            "what stands behind the store does not answer",
            stage -> {
              stage.vault().goAway();
              stage.operator().validateStores();
              stage.sync();
            }),
        ofStore(
            "es-store-token",
            "secret-refused",
            "the token of the store was revoked: 403 for everything",
            stage -> {
              stage.vault().refuseAll();
              stage.operator().validateStores();
            }),
        ofStore(
            "es-store-missing",
            "secret-store-missing",
            "the ClusterSecretStore was deleted",
            stage -> stage.api().delete(SecretSite.STORES, "", SecretSite.STORE)),
        of(
                "es-other-version",
                "kind-not-installed",
                "the operator is so old that it does not serve v1",
                stage -> stage.api().hideKind(SecretStage.KIND))
            .withoutReset()
            .seenAt(SecretStage::discoveryTarget)
            .mendedBy(stage -> stage.api().showKind(SecretStage.KIND)));
  }

  private static Scenario<SecretStage> of(
      String name, String code, String meaning, Consumer<SecretStage> breaking) {
    return Scenario.of(Fault.seenByProbe(name, code, meaning), SecretStage::secretTarget, breaking);
  }

  private static Scenario<SecretStage> ofStore(
      String name, String code, String meaning, Consumer<SecretStage> breaking) {
    return of(name, code, meaning, breaking).seenAt(SecretStage::storeTarget);
  }

  private static void failingForLong(SecretStage stage) {
    stage.vault().refuse(stage.volume().vaultItem());
    stage.sync();
    stage.hold();
    Map<String, String> condition =
        Map.of(
            "type", "Ready",
            "status", "False",
            "reason", "SecretSyncedError",
            "message", "could not get secret data from provider",
            "lastTransitionTime", time(Instant.now().minus(LONG)));
    stage.patch(Map.of("status", Map.of("conditions", List.of(condition))));
  }

  private static void immutable(SecretStage stage) {
    stage
        .api()
        .patch("secrets", stage.namespace(), stage.volume().secret(), Map.of("immutable", true));
    stage.vault().set(stage.volume().vaultItem(), "AWS_SESSION_TOKEN", "labsession");
    stage.sync();
  }

  private static void findNothing(SecretStage stage) {
    Map<String, Object> find = Map.of("find", Map.of("name", Map.of("regexp", "^nothing-at-all$")));
    stage.patch(Map.of("spec", Map.of("dataFrom", List.of(find))));
    stage.sync();
  }

  private static void addFresh(SecretStage stage) {
    stage.operator().hold(stage.namespace(), FRESH);
    Map<String, Object> spec = new HashMap<>();
    spec.put("refreshInterval", "1h");
    spec.put("secretStoreRef", Map.of("kind", "ClusterSecretStore", "name", SecretSite.STORE));
    spec.put("target", Map.of("name", FRESH, "creationPolicy", "Owner"));
    spec.put("dataFrom", List.of(Map.of("extract", Map.of("key", stage.volume().vaultItem()))));
    stage
        .api()
        .put(
            Map.of(
                "apiVersion",
                "external-secrets.io/v1",
                "kind",
                "ExternalSecret",
                "metadata",
                Map.of("namespace", stage.namespace(), "name", FRESH),
                "spec",
                spec));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
