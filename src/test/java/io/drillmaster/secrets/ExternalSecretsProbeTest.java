package io.drillmaster.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSecretsProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  private static final Target STORE =
      new Target("infra", "external-secrets", "", "clustersecretstore/onepassword");
  private static final Target SECRET = new Target("infra", "external-secrets", "business", "odoo");

  private final TickingClock clock = new TickingClock(NOW);
  private final FakeCluster cluster = new FakeCluster();
  private final Map<String, Object> settings =
      new HashMap<>(
          Map.of(
              "objective", Duration.ofMinutes(5),
              "graceAfterMissedRefresh", Duration.ofMinutes(10),
              "lookAtSecrets", "where-allowed",
              "meantToStay", List.of()));
  private final SecretSeed secret = SecretSeed.externalSecret();
  private final SecretSeed store = SecretSeed.clusterStore();
  private final List<Resource> objects =
      new ArrayList<>(List.of(secret.resource(), store.resource()));
  private ProbeContext context;

  @BeforeEach
  void seed() {
    cluster.putSecret("business", "odoo-secret", Map.of("password", "planted-4711"));
  }

  private Judgement judge() {
    return judge(SECRET);
  }

  private Judgement judge(Target target) {
    return judge(new ExternalSecretsProbe(cluster, settings()), target);
  }

  private ProbeSettings settings() {
    return new ProbeSettings(true, Duration.ofSeconds(30), Duration.ofSeconds(10), settings);
  }

  private Judgement judge(ExternalSecretsProbe probe, Target target) {
    context = new ProbeContext(clock, Deadline.in(Duration.ofSeconds(10), clock), clock.instant());
    Subject<Watched> subject =
        probe.discover(objects).subjects().stream()
            .filter(one -> one.target().equals(target))
            .findFirst()
            .orElseThrow();
    return probe.judge(subject, context);
  }

  private static List<Finding> findings(Judgement judgement) {
    return judgement.checks().stream().flatMap(check -> check.finding().stream()).toList();
  }

  private static List<String> codes(Judgement judgement) {
    return findings(judgement).stream().map(Finding::code).toList();
  }

  private static Finding only(Judgement judgement) {
    assertThat(codes(judgement)).hasSize(1);
    return findings(judgement).get(0);
  }

  private static Finding first(Judgement judgement) {
    assertThat(codes(judgement)).isNotEmpty();
    return findings(judgement).get(0);
  }

  private void event(String uid, String message) {
    cluster.put(
        ResourceKind.EVENT,
        new Resource(
            Map.of(
                "kind",
                "Event",
                "metadata",
                Map.of("namespace", "business", "name", "e" + message.hashCode()),
                "involvedObject",
                Map.of("uid", uid),
                "type",
                "Warning",
                "reason",
                "UpdateFailed",
                "lastTimestamp",
                clock.instant().minusSeconds(20).toString(),
                "message",
                message)));
  }

  @Test
  void aHealthyExternalSecretHasNoFindingThroughAWholeDay() {
    for (int round = 0; round < 24 * 12; round++) {
      clock.advance(Duration.ofMinutes(5));
      if (round % 12 == 0) {
        secret.set("status.refreshTime", clock.instant().toString());
      }
      assertThat(findings(judge())).as("at %s", clock.instant()).isEmpty();
      assertThat(findings(judge(STORE))).isEmpty();
    }
    assertThat(judge().checks())
        .extracting(Check::name)
        .containsExactly("synced", "refresh", "store", "secret");
  }

  @Test
  void whatWasJustMadeMayTakeItsTime() {
    secret.fresh("2026-11-22T14:01:50Z");
    store.fresh("2026-11-22T14:01:50Z");
    for (int round = 0; round < 9; round++) {
      assertThat(findings(judge())).as("at %s", clock.instant()).isEmpty();
      assertThat(findings(judge(STORE))).as("at %s", clock.instant()).isEmpty();
      clock.advance(Duration.ofSeconds(30));
      if (round == 3) {
        secret.failing(clock.instant().toString());
      }
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(codes(judge())).contains("secret-not-synced");
    assertThat(only(judge(STORE)).code()).isEqualTo("secret-store-not-ready");
  }

  @Test
  void isAWarningWhileItFailsForAShortTimeAndCriticalAfterTheObjective() {
    secret.failing("2026-11-22T14:00:00Z");
    clock.set(Instant.parse("2026-11-22T14:04:59Z"));
    assertThat(only(judge()).severity()).isEqualTo(Status.WARNING);
    clock.set(Instant.parse("2026-11-22T14:05:00Z"));
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("secret-not-synced");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
    assertThat(finding.sentence())
        .isEqualTo(
            "ExternalSecret business/odoo is not synced; what its store holds now does not reach"
                + " the cluster.");
    assertThat(finding.observed())
        .isEqualTo(
            "not ready, SecretSyncedError for 5m; last refreshed 2026-11-22 13:50 UTC (15m ago)");
    assertThat(finding.next())
        .isEqualTo("kubectl --context infra -n business describe externalsecret odoo");
    assertThat(finding.cause()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error processing spec.dataFrom[0].extract, err: error finding 1Password Item: status 403:"
            + " Forbidden vault planted-4711 | secret-refused | the provider refuses the"
            + " credentials of the store",
        "status 401: Invalid bearer token | secret-refused | the provider refuses the credentials"
            + " of the store",
        "AccessDeniedException: User is not authorized | secret-refused | the provider refuses the"
            + " credentials of the store",
        "error finding 1Password Item: key not found in 1Password Vaults: odoo in: map[prod:1] |"
            + " secret-not-synced | the provider has no such item or field",
        "expected one 1Password Item matching \"odoo\", got 2 | secret-not-synced | the provider"
            + " has several of that name",
        "Get \"http://connect:8080/v1/vaults\": dial tcp: lookup connect: no such host |"
            + " secret-not-synced | the provider cannot be reached",
        "status 429: too many requests | secret-not-synced | the provider refuses requests because"
            + " of their rate",
        "using cluster store \"onepassword\" is not allowed from namespace \"business\": denied by"
            + " spec.condition | secret-not-synced | its store does not serve this namespace",
        "secrets is forbidden: User \"system:serviceaccount:external-secrets:es\" cannot create"
            + " resource | secret-not-synced | the operator itself is not allowed",
        "could not apply template: planted-4711 | secret-not-synced | its template cannot be"
            + " filled in"
      })
  void saysInItsOwnWordsWhatTheEventsTell(String message, String code, String words) {
    secret.failing("2026-11-22T14:00:00Z");
    event("uid-of-odoo", message);
    event("uid-of-another", "status 403");
    Finding finding = first(judge());
    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.sentence()).contains("is not synced: " + words);
    assertThat(finding.toString()).doesNotContain("planted", "map[", "err:");
  }

  @Test
  void anEventOfAnEarlierFailureTellsNothingOfThisOne() {
    secret.failing("2026-11-22T14:01:50Z");
    event("uid-of-odoo", "status 403");
    assertThat(first(judge()).code()).isEqualTo("secret-not-synced");
  }

  @Test
  void failsWithoutAReasonWhereEventsMayNotBeRead() {
    secret.failing("2026-11-22T14:00:00Z");
    cluster.refuse(ResourceKind.EVENT, Finding.unknown("forbidden", "No.").next("grant it"));
    assertThat(only(judge()).code()).isEqualTo("secret-not-synced");
    assertThat(context.transcript()).anyMatch(line -> line.contains("Events were not read"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "could not update secret, target is immutable",
        "target is owned by another ExternalSecret",
        "failed to take ownership of target secret"
      })
  void saysThatTheOperatorHasGivenUp(String message) {
    secret.ready("False", "SecretSyncedError", message, "2026-11-22T13:00:00Z");
    assertThat(first(judge()).sentence())
        .contains("is not synced: the Secret ")
        .endsWith("The operator does not try again by itself.");
  }

  @Test
  void saysWhenTheOperatorRetriesMoreSlowlyThanTheObjectiveAllows() {
    secret.failing("2026-11-22T13:30:00Z");
    Judgement judgement = judge();
    assertThat(codes(judgement)).containsExactly("secret-not-synced", "secret-retry-slow");
    Finding finding = findings(judgement).get(1);
    assertThat(finding.severity()).isEqualTo(Status.WARNING);
    assertThat(finding.observed()).isEqualTo("within 7m");
    assertThat(finding.next())
        .isEqualTo(
            "kubectl --context infra -n business annotate externalsecret odoo"
                + " force-sync=$(date +%s) --overwrite");
    settings.put("objective", Duration.ofMinutes(7));
    assertThat(codes(judge())).containsExactly("secret-not-synced");
  }

  @Test
  void isOverdueAfterItsIntervalAndTheGrace() {
    clock.set(Instant.parse("2026-11-22T15:00:00Z"));
    assertThat(findings(judge())).isEmpty();
    clock.set(Instant.parse("2026-11-22T15:00:01Z"));
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("secret-refresh-overdue");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
    assertThat(finding.expected()).isEqualTo("a refresh every 1h, at most 10m late");
    assertThat(finding.observed())
        .isEqualTo(
            "due 2026-11-22 14:50 UTC (10m 01s ago); last refreshed 2026-11-22 13:50 UTC (1h 10m"
                + " ago)");
  }

  @Test
  void withoutAnIntervalItIsAnHour() {
    secret.remove("spec.refreshInterval");
    clock.set(Instant.parse("2026-11-22T15:00:01Z"));
    assertThat(only(judge()).code()).isEqualTo("secret-refresh-overdue");
  }

  @ParameterizedTest
  @CsvSource({
    "spec.refreshInterval, 0s, refreshInterval 0",
    "spec.refreshInterval, 0, refreshInterval 0",
    "spec.refreshInterval, -1h, refreshInterval 0",
    "spec.refreshPolicy, CreatedOnce, refreshPolicy CreatedOnce",
    "spec.refreshPolicy, OnChange, refreshPolicy OnChange"
  })
  void warnsOfWhatIsNeverRefreshed(String path, String value, String how) {
    secret.set(path, value).set("status.refreshTime", "2026-06-01T10:00:00Z");
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("secret-refresh-off");
    assertThat(finding.severity()).isEqualTo(Status.WARNING);
    assertThat(finding.observed()).startsWith(how + "; last refreshed 2026-06-01 10:00 UTC");
    assertThat(finding.next())
        .isEqualTo(
            "kubectl --context infra -n business annotate externalsecret odoo"
                + " drillmaster.dev/refresh=not-needed");

    secret.annotate("drillmaster.dev/refresh", "not-needed");
    assertThat(findings(judge())).isEmpty();
    secret.annotate("drillmaster.dev/refresh", "whatever");
    assertThat(codes(judge())).containsExactly("secret-refresh-off");
    settings.put("meantToStay", List.of("busi*/od*"));
    assertThat(findings(judge())).isEmpty();
    settings.put("meantToStay", List.of("other/*", "business/odoo-2", "*"));
    assertThat(codes(judge())).containsExactly("secret-refresh-off");
  }

  @Test
  void aGeneratedPasswordIsMadeOnceAndNeedsNoStore() {
    objects.remove(1);
    secret
        .remove("spec.secretStoreRef")
        .set("spec.refreshInterval", "0s")
        .set(
            "spec.dataFrom",
            List.of(
                Map.of(
                    "sourceRef",
                    Map.of("generatorRef", Map.of("kind", "Password", "name", "long")))))
        .set("status.refreshTime", "2026-06-01T10:00:00Z");
    Judgement judgement = judge();
    assertThat(findings(judgement)).isEmpty();
    assertThat(judgement.checks())
        .extracting(Check::name)
        .containsExactly("synced", "refresh", "secret");
  }

  @Test
  void isNotOverdueWhileItsSyncWindowsAreClosed() {
    Map<String, String> nightly = Map.of("schedule", "0 22 * * *", "duration", "2h");
    secret.set("spec.syncWindows", Map.of("kind", "allow", "windows", List.of(nightly)));
    clock.set(Instant.parse("2026-11-22T22:09:00Z"));
    assertThat(findings(judge())).isEmpty();
    clock.set(Instant.parse("2026-11-22T22:11:00Z"));
    assertThat(only(judge()).code()).isEqualTo("secret-refresh-overdue");
  }

  @Test
  void aStoreThatIsNotReadyIsTheCauseOfWhatItsReadersSuffer() {
    store.ready(
        "False", "InvalidProviderConfig", "unable to validate store", "2026-11-22T13:50:00Z");
    Finding own = only(judge(STORE));
    assertThat(own.code()).isEqualTo("secret-store-not-ready");
    assertThat(own.severity()).isEqualTo(Status.CRITICAL);
    assertThat(own.sentence())
        .isEqualTo(
            "ClusterSecretStore onepassword is not ready; it is the store that one ExternalSecret"
                + " reads from.");
    assertThat(own.cause()).isEmpty();
    assertThat(own.next())
        .isEqualTo("kubectl --context infra describe clustersecretstore onepassword");

    Finding readers = only(judge());
    assertThat(readers.code()).isEqualTo("secret-store-not-ready");
    assertThat(readers.severity()).isEqualTo(Status.WARNING);
    assertThat(readers.cause()).contains(STORE);

    secret.failing("2026-11-22T13:50:10Z");
    assertThat(findings(judge()))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.cause()).contains(STORE));
    assertThat(first(judge()).sentence()).contains("is not synced: its store is not ready");
  }

  @Test
  void aTokenThatTheProviderRefusesIsSaidOfTheStore() {
    store.ready(
        "False", "InvalidProviderConfig", "unable to validate store", "2026-11-22T13:50:00Z");
    event("uid-of-onepassword", "status 403: vault planted-4711 is not in scope");
    Finding finding = only(judge(STORE));
    assertThat(finding.code()).isEqualTo("secret-refused");
    assertThat(finding.sentence())
        .isEqualTo(
            "ClusterSecretStore onepassword is not ready: the provider refuses the credentials of"
                + " the store; it is the store that one ExternalSecret reads from.");
    assertThat(finding.observed()).isEqualTo("not ready, InvalidProviderConfig for 12m");
  }

  @Test
  void aMissingStoreIsATargetOfItsOwn() {
    objects.remove(1);
    Finding own = only(judge(STORE));
    assertThat(own.code()).isEqualTo("secret-store-missing");
    assertThat(own.severity()).isEqualTo(Status.CRITICAL);
    Finding readers = only(judge());
    assertThat(readers.code()).isEqualTo("secret-store-missing");
    assertThat(readers.cause()).contains(STORE);
  }

  @Test
  void aStoreOfItsNamespaceIsLookedForThere() {
    secret.remove("spec.secretStoreRef.kind").set("spec.secretStoreRef.name", "vault");
    Target target = new Target("infra", "external-secrets", "business", "secretstore/vault");
    assertThat(only(judge(target)).code()).isEqualTo("secret-store-missing");
    objects.add(SecretSeed.store("vault").resource());
    assertThat(findings(judge(target))).isEmpty();
    assertThat(findings(judge())).isEmpty();
  }

  @Test
  void aStoreCanBeNamedByOneValueAlone() {
    secret.set(
        "spec.dataFrom",
        List.of(
            Map.of(
                "extract",
                Map.of("key", "odoo"),
                "sourceRef",
                Map.of("storeRef", Map.of("kind", "SecretStore", "name", "other")))));
    Target target = new Target("infra", "external-secrets", "business", "secretstore/other");
    assertThat(only(judge(target)).code()).isEqualTo("secret-store-missing");
    assertThat(only(judge()).cause()).contains(target);
  }

  @Test
  void aStoreThatNobodyReadsFromIsOnlyAWarning() {
    objects.add(
        SecretSeed.store("unused")
            .ready("False", "InvalidProviderConfig", "", "2026-01-01T00:00:00Z")
            .resource());
    Target target = new Target("infra", "external-secrets", "business", "secretstore/unused");
    assertThat(only(judge(target)).severity()).isEqualTo(Status.WARNING);
  }

  @Test
  void aStoreWhoseProviderCannotBeAskedIsReady() {
    store.ready("True", "ValidationUnknown", "could not determine", "2026-01-01T00:00:00Z");
    assertThat(judge(STORE).checks())
        .extracting(Check::observed)
        .containsExactly("Ready; its provider has no way to be asked");
  }

  @Test
  void readyIsNotEnoughWhereTheSecretIsNotThere() {
    cluster.remove(ResourceKind.SECRET, "business", "odoo-secret");
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("secret-target-missing");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
    assertThat(finding.expected()).isEqualTo("Secret business/odoo-secret");
  }

  @ParameterizedTest
  @CsvSource({"spec.target.creationPolicy, None", "status.syncedResourceVersion, 2-0f1e2d3c"})
  void asksForNoSecretThatNeedNotBeThereYet(String path, String value) {
    cluster.remove(ResourceKind.SECRET, "business", "odoo-secret");
    secret.set(path, value);
    assertThat(findings(judge())).isEmpty();
  }

  @Test
  void aManifestIsNoSecret() {
    cluster.remove(ResourceKind.SECRET, "business", "odoo-secret");
    secret.set("spec.target.manifest", Map.of("apiVersion", "v1", "kind", "ConfigMap"));
    assertThat(findings(judge())).isEmpty();
  }

  @Test
  void whereSecretsMayNotBeReadTheQuestionIsLeftOutUnlessItIsWanted() {
    cluster.refuse(
        ResourceKind.SECRET,
        Finding.unknown("forbidden", "No.").observed("HTTP 403 Forbidden").next("grant it"));
    Judgement judgement = judge();
    assertThat(findings(judgement)).isEmpty();
    assertThat(judgement.checks()).extracting(Check::name).doesNotContain("secret");
    assertThat(context.transcript()).anyMatch(line -> line.contains("was not looked at"));
    settings.put("lookAtSecrets", "always");
    assertThat(only(judge()).code()).isEqualTo("forbidden");
    settings.put("lookAtSecrets", "never");
    assertThat(findings(judge())).isEmpty();
  }

  @Test
  void aRefusalIsRememberedForAWhileButNotByAVerification() {
    ExternalSecretsProbe probe = new ExternalSecretsProbe(cluster, settings());
    cluster.refuse(ResourceKind.SECRET, Finding.unknown("forbidden", "No.").next("grant it"));
    judge(probe, SECRET);
    cluster.allow(ResourceKind.SECRET);
    context = new ProbeContext(clock, Deadline.in(Duration.ofSeconds(10), clock), Instant.EPOCH);
    Subject<Watched> subject = probe.discover(objects).subjects().get(0);
    assertThat(probe.judge(subject, context).checks())
        .extracting(Check::name)
        .doesNotContain("secret");
    clock.advance(Duration.ofSeconds(1));
    assertThat(judge(probe, SECRET).checks()).extracting(Check::name).contains("secret");
  }

  @Test
  void anApiThatHangsIsNotARefusal() {
    cluster.refuse(ResourceKind.SECRET, Finding.unknown("api-timeout", "No.").next("wait"));
    assertThat(only(judge()).code()).isEqualTo("api-timeout");
  }

  @Test
  void readyIsNotEnoughWhereTheProviderHasNothing() {
    secret.ready(
        "True",
        "SecretDeleted",
        "secret deleted due to DeletionPolicy=Delete",
        "2026-11-22T13:50:00Z");
    assertThat(only(judge()).code()).isEqualTo("secret-gone-at-provider");
    secret.ready(
        "True",
        "SecretSynced",
        "secret retained due to DeletionPolicy=Retain",
        "2026-11-22T13:50:00Z");
    assertThat(only(judge()).code()).isEqualTo("secret-gone-at-provider");
    secret.ready(
        "True",
        "SecretMissing",
        "secret will not be created due to CreationPolicy=Merge",
        "2026-11-22T13:50:00Z");
    assertThat(only(judge()).code()).isEqualTo("secret-target-missing");
  }

  @ParameterizedTest
  @CsvSource({
    "status.refreshTime, yesterday, an RFC 3339 time",
    "status.refreshTime, 2026-11-23T13:50:00Z, a time in the past",
    "spec.refreshInterval, often, a duration such as 1h0m0s",
    "spec.secretStoreRef, onepassword, a string"
  })
  void anOddFieldIsUnknownAndNoCrash(String path, String value, String expected) {
    secret.set(path, value);
    Finding finding = first(judge());
    assertThat(finding.code()).isEqualTo("odd-field");
    assertThat(finding.severity()).isEqualTo(Status.UNKNOWN);
    assertThat(finding.sentence()).contains(expected);
  }

  @Test
  void withoutExternalSecretsThereIsNothingToJudge() {
    objects.remove(0);
    assertThat(new ExternalSecretsProbe(cluster, settings()).discover(objects).subjects())
        .isEmpty();
  }

  @Test
  void measuresTheRefresh() {
    Measure refreshed = ExternalSecretsProbe.REFRESHED;
    assertThat(judge().measurements())
        .contains(
            refreshed.of(Instant.parse("2026-11-22T13:50:00Z")),
            ExternalSecretsProbe.REFRESH_OBJECTIVE.of(Duration.ofMinutes(70)));
  }

  @Test
  void noSecretValueAndNoForeignTextIsSaid() {
    secret.failing("2026-11-22T13:00:00Z");
    event("uid-of-odoo", "status 403: planted-4711");
    assertThat(judge().toString()).doesNotContain("planted", "could not get secret data");
    assertThat(context.transcript().toString()).doesNotContain("planted");
  }
}
