package io.drillmaster.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  private static final Target SUMMARY = new Target("infra", "coverage", "", "summary");

  private final List<Resource> claims = new ArrayList<>();
  private final List<Resource> sets = new ArrayList<>();
  private final List<Resource> sources = new ArrayList<>();
  private final List<Resource> clusters = new ArrayList<>();
  private final List<Map<String, Object>> exclude = new ArrayList<>();
  private Optional<Exception> sourcesFailure = Optional.empty();
  private Optional<Exception> clustersFailure = Optional.empty();

  private static Exception failure(String code) {
    return new CouldNotLookException(Finding.unknown(code, "No.").next("kubectl get crd"));
  }

  private CoverageProbe probe() {
    return new CoverageProbe(
        new FakeCluster(),
        new ProbeSettings(
            true,
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Map.of("grace", Duration.ofHours(1), "exclude", List.copyOf(exclude))));
  }

  private Map<String, Judgement> look() {
    CoverageProbe probe = probe();
    Discovery<Question> found =
        probe.discover(
            List.copyOf(claims),
            List.copyOf(sets),
            sourcesFailure.<Object>map(e -> e).orElse(List.copyOf(sources)),
            clustersFailure.<Object>map(e -> e).orElse(List.copyOf(clusters)));
    TickingClock clock = new TickingClock(NOW);
    Map<String, Judgement> answers = new LinkedHashMap<>();
    for (Subject<Question> subject : found.subjects()) {
      ProbeContext context =
          new ProbeContext(clock, Deadline.in(Duration.ofSeconds(5), clock), Instant.EPOCH);
      answers.put(subject.target().path(), probe.judge(subject, context));
    }
    return answers;
  }

  private static Status status(Judgement judgement) {
    return Status.worstOf(judgement.checks().stream().map(Check::status).toList());
  }

  private static Finding finding(Judgement judgement) {
    return judgement.checks().stream().flatMap(c -> c.finding().stream()).findFirst().orElseThrow();
  }

  private Map<String, Judgement> problems() {
    Map<String, Judgement> problems = new LinkedHashMap<>(look());
    problems.values().removeIf(judgement -> status(judgement) == Status.OK);
    return problems;
  }

  private void add(List<Resource> list, Seed... seeds) {
    Stream.of(seeds).map(Seed::resource).forEach(list::add);
  }

  @Test
  void aClaimWithASourceIsProtectedAndOneWithoutIsNot() {
    add(claims, Seed.claim("odoo"), Seed.claim("uploads"));
    add(sources, Seed.source("odoo", "odoo"), Seed.source("other", "uploads").in("elsewhere"));
    assertThat(look()).containsOnlyKeys("business/pvc/odoo", "business/pvc/uploads", "summary");
    assertThat(look().get("business/pvc/odoo").checks().get(0).observed())
        .isEqualTo("ReplicationSource odoo");
    assertThat(problems()).containsOnlyKeys("business/pvc/uploads");
    Finding finding = finding(problems().get("business/pvc/uploads"));
    assertThat(finding.code()).isEqualTo("claim-unprotected");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
    assertThat(finding.sentence()).contains("business/uploads");
    assertThat(finding.next())
        .isEqualTo("kubectl --context infra -n business describe pvc uploads");
  }

  @Test
  void aPausedSourceIsTheAffairOfAnotherProbe() {
    add(claims, Seed.claim("odoo"));
    add(sources, Seed.source("odoo", "odoo").set("spec.paused", true));
    assertThat(problems()).isEmpty();
  }

  @Test
  void whatIsNewOrHasNoVolumeYetIsAWarning() {
    add(
        claims,
        Seed.claim("new").set("metadata.creationTimestamp", "2026-11-22T13:30:00Z"),
        Seed.claim("old").set("metadata.creationTimestamp", "2026-11-22T13:01:59Z"),
        Seed.claim("pending").set("status.phase", "Pending"));
    assertThat(finding(look().get("business/pvc/new")).severity()).isEqualTo(Status.WARNING);
    assertThat(finding(look().get("business/pvc/pending")).severity()).isEqualTo(Status.WARNING);
    assertThat(finding(look().get("business/pvc/old")).severity()).isEqualTo(Status.CRITICAL);
  }

  @Test
  void whatGoesWithItsMakerNeedsNoBackup() {
    add(
        claims,
        Seed.claim("volsync-src-odoo-cache").label("app.kubernetes.io/created-by", "volsync"),
        Seed.claim("volsync-odoo-src").ownedBy("ReplicationSource", "odoo"),
        Seed.claim("volsync-odoo-dest").ownedBy("ReplicationDestination", "odoo"),
        Seed.claim("vs-prime-1").ownedBy("PersistentVolumeClaim", "odoo"),
        Seed.claim("runner-scratch").ownedBy("Pod", "runner"),
        Seed.claim("odoo"));
    add(sources, Seed.source("odoo", "odoo"));
    assertThat(look()).containsOnlyKeys("business/pvc/odoo", "summary");
    assertThat(problems()).isEmpty();
  }

  @Test
  void theClaimsOfAStatefulSetRingOnceAtTheSet() {
    add(claims, Seed.claim("data-n8n-0"), Seed.claim("data-n8n-1"), Seed.claim("data-n8n-x-0"));
    add(sets, Seed.statefulSet("n8n", "data"));
    add(sources, Seed.source("n8n", "data-n8n-0"), Seed.source("x", "data-n8n-x-0"));
    assertThat(problems()).containsOnlyKeys("business/pvc/data-n8n-1", "business/statefulset/n8n");
    Finding set = finding(problems().get("business/statefulset/n8n"));
    assertThat(set.code()).isEqualTo("statefulset-unprotected");
    assertThat(set.severity()).isEqualTo(Status.CRITICAL);
    assertThat(set.sentence()).contains("1 of 2 claims");
    assertThat(set.observed()).contains("data-n8n-1");
    assertThat(finding(problems().get("business/pvc/data-n8n-1")).cause())
        .contains(new Target("infra", "coverage", "business", "statefulset/n8n"));
  }

  @Test
  void aStatefulSetIsFineWithoutClaimsAndWithProtectedOnesThatItMountsByName() {
    add(claims, Seed.claim("files"));
    List<Object> volumes =
        List.of(
            Map.of("name", "tmp", "emptyDir", Map.of()),
            Map.of("name", "files", "persistentVolumeClaim", Map.of("claimName", "files")));
    add(
        sets,
        Seed.statefulSet("plain"),
        Seed.statefulSet("web").set("spec.template.spec.volumes", volumes));
    add(sources, Seed.source("files", "files"));
    assertThat(problems()).isEmpty();
    sources.clear();
    assertThat(problems()).containsOnlyKeys("business/pvc/files", "business/statefulset/web");
  }

  @Test
  void aStatefulSetThatIsLeftOutTakesItsClaimsWithIt() {
    add(claims, Seed.claim("data-redis-0"));
    add(sets, Seed.statefulSet("redis", "data").annotated("not-needed", "a cache"));
    assertThat(problems()).isEmpty();
    assertThat(look().get("business/pvc/data-redis-0").checks().get(0).observed())
        .isEqualTo("a cache, says the annotation drillmaster.dev/backup of its StatefulSet");
  }

  static Stream<Seed> backedUp() {
    Seed off =
        Seed.database("db")
            .set(
                "spec.plugins",
                List.of(Map.of("name", "barman-cloud.cloudnative-pg.io", "isWALArchiver", true)));
    return Stream.of(
        off,
        Seed.database("db").set("spec.backup.barmanObjectStore.destinationPath", "s3://b/"),
        Seed.database("db").set("spec.backup.volumeSnapshot.className", "csi"),
        Seed.database("db").annotated("not-needed", "rebuilt from events"));
  }

  @ParameterizedTest
  @MethodSource("backedUp")
  void aDatabaseWithABackupSpeaksForItsClaims(Seed database) {
    add(clusters, database);
    add(claims, Seed.claim("db-1").label("cnpg.io/cluster", "db"));
    assertThat(look()).containsOnlyKeys("business/cluster/db", "summary");
    assertThat(problems()).isEmpty();
  }

  static Stream<Seed> bare() {
    return Stream.of(
        Seed.database("db"),
        Seed.database("db").set("spec.backup.retentionPolicy", "30d"),
        Seed.database("db").set("spec.plugins", List.of(Map.of("name", "pgbackweb"))),
        Seed.database("db")
            .set(
                "spec.plugins",
                List.of(Map.of("name", "barman-cloud.cloudnative-pg.io", "enabled", false))));
  }

  @ParameterizedTest
  @MethodSource("bare")
  void aDatabaseWithoutABackupIsCritical(Seed database) {
    add(clusters, database);
    add(claims, Seed.claim("db-1").label("cnpg.io/cluster", "db"));
    assertThat(problems()).containsOnlyKeys("business/cluster/db");
    assertThat(finding(problems().get("business/cluster/db")).code())
        .isEqualTo("database-unprotected");
    assertThat(finding(problems().get("business/cluster/db")).severity())
        .isEqualTo(Status.CRITICAL);
  }

  @Test
  void aReplicaWithoutABackupIsAWarning() {
    add(clusters, Seed.database("copy").set("spec.replica.enabled", true));
    assertThat(finding(problems().get("business/cluster/copy")).severity())
        .isEqualTo(Status.WARNING);
  }

  @Test
  void theClaimThatADeletedDatabaseLeftBehindSpeaksForItself() {
    add(claims, Seed.claim("gone-1").label("cnpg.io/cluster", "gone"));
    assertThat(finding(problems().get("business/pvc/gone-1")).sentence())
        .contains("The Cluster gone that it belonged to is gone.");
    clustersFailure = Optional.of(failure("kind-not-installed"));
    assertThat(problems()).containsKey("business/pvc/gone-1");
  }

  @Test
  void sourcesThatCannotBeListedMakeUnknownWhatTheyWouldDecideAndNothingElse() {
    add(claims, Seed.claim("odoo"), Seed.claim("tmp").annotated("not-needed", "scratch"));
    add(clusters, Seed.database("db").set("spec.backup.volumeSnapshot.className", "csi"));
    add(sets, Seed.statefulSet("idle", "data"));
    sourcesFailure = Optional.of(failure("forbidden"));
    Map<String, Judgement> problems = problems();
    assertThat(problems).containsOnlyKeys("business/pvc/odoo", "summary");
    assertThat(problems.values()).allMatch(judgement -> status(judgement) == Status.UNKNOWN);
    assertThat(finding(problems.get("business/pvc/odoo")).cause()).contains(SUMMARY);
    assertThat(finding(problems.get("summary")).cause()).isEmpty();
  }

  @Test
  void databasesThatCannotBeListedAreUnknownByWhatTheirClaimsTell() {
    add(
        claims,
        Seed.claim("db-1").label("cnpg.io/cluster", "db"),
        Seed.claim("db-2").label("cnpg.io/cluster", "db"),
        Seed.claim("odoo"));
    add(sources, Seed.source("odoo", "odoo"));
    clustersFailure = Optional.of(failure("api-timeout"));
    assertThat(problems()).containsOnlyKeys("business/cluster/db", "summary");
    assertThat(status(problems().get("business/cluster/db"))).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void withoutVolsyncOneLineTellsOfAllBareClaims() {
    add(claims, Seed.claim("odoo"), Seed.claim("data-n8n-0"));
    add(sets, Seed.statefulSet("n8n", "data"));
    sourcesFailure = Optional.of(failure("kind-not-installed"));
    Map<String, Judgement> problems = problems();
    assertThat(finding(problems.get("summary")).code()).isEqualTo("volsync-missing");
    assertThat(status(problems.get("summary"))).isEqualTo(Status.CRITICAL);
    problems.remove("summary");
    assertThat(problems).hasSize(3);
    assertThat(problems.values()).allMatch(j -> finding(j).cause().equals(Optional.of(SUMMARY)));
  }

  @Test
  void withoutVolsyncAndWithoutAnythingThatNeedsItAllIsWell() {
    add(claims, Seed.claim("db-1").label("cnpg.io/cluster", "db"));
    add(clusters, Seed.database("db").set("spec.backup.volumeSnapshot.className", "csi"));
    sourcesFailure = Optional.of(failure("kind-not-installed"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void withoutClaimsOrSetsNothingIsKnown() {
    CoverageProbe probe = probe();
    List<Resource> none = List.of();
    assertThatThrownBy(() -> probe.discover(failure("forbidden"), none, none, none))
        .isInstanceOf(CouldNotLookException.class)
        .hasMessage("No.");
    assertThatThrownBy(() -> probe.discover(none, failure("api-timeout"), none, none))
        .isInstanceOf(CouldNotLookException.class);
    assertThat(probe.discover(none, none, none, none).subjects()).isEmpty();
  }

  private void exclude(Map<String, Object> conditions) {
    Map<String, Object> entry = new LinkedHashMap<>(conditions);
    entry.putIfAbsent("reason", "scratch");
    entry.putIfAbsent("namespaces", List.of("*"));
    exclude.add(entry);
  }

  static Stream<Map<String, Object>> fitting() {
    return Stream.of(
        Map.of("namespaces", List.of("business")),
        Map.of("namespaces", List.of("x", "bus*s")),
        Map.of("names", List.of("upload?")),
        Map.of("storageClasses", List.of("ceph-*"), "names", List.of("*")),
        Map.of("cluster", "infra", "names", List.of("uploads")));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void whatAnExclusionFitsIsLeftOutWithItsReason(Map<String, Object> conditions) {
    add(claims, Seed.claim("uploads"));
    exclude(conditions);
    assertThat(problems()).isEmpty();
    Check check = look().get("business/pvc/uploads").checks().get(0);
    assertThat(check.name()).isEqualTo("left out");
    assertThat(check.observed()).isEqualTo("scratch, says probes.coverage.exclude[0]");
  }

  static Stream<Map<String, Object>> unfitting() {
    return Stream.of(
        Map.of("namespaces", List.of("busines", "usiness")),
        Map.of("names", List.of("upload", "*.uploads")),
        Map.of("storageClasses", List.of("local")),
        Map.of("names", List.of("uploads"), "storageClasses", List.of("local")),
        Map.of("cluster", "other"));
  }

  @ParameterizedTest
  @MethodSource("unfitting")
  void whatAnExclusionDoesNotFitIsNotLeftOut(Map<String, Object> conditions) {
    add(claims, Seed.claim("uploads"));
    exclude(conditions);
    assertThat(problems()).containsKey("business/pvc/uploads");
  }

  @Test
  void aClusterOfADatabaseHasNoStorageClassThatAnExclusionFits() {
    add(clusters, Seed.database("db"));
    exclude(Map.of("storageClasses", List.of("*")));
    assertThat(problems()).containsKey("business/cluster/db");
  }

  @Test
  void anExclusionForThisClusterThatFitsNothingIsAWarningAndOneForAllIsNot() {
    add(claims, Seed.claim("odoo"));
    add(sources, Seed.source("odoo", "odoo"));
    exclude(Map.of("names", List.of("odo")));
    assertThat(problems()).isEmpty();
    exclude(Map.of("names", List.of("odo"), "cluster", "infra"));
    Finding finding = finding(problems().get("summary"));
    assertThat(finding.code()).isEqualTo("exclusion-unused");
    assertThat(finding.severity()).isEqualTo(Status.WARNING);
    assertThat(finding.sentence()).contains("probes.coverage.exclude[1]", "scratch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "", "not needed", "Not-Needed"})
  void anAnnotationWithAnotherValueLeavesNothingOutAndIsTold(String value) {
    add(claims, Seed.claim("uploads").annotated(value, "because"));
    assertThat(finding(problems().get("business/pvc/uploads")).observed())
        .contains("annotation drillmaster.dev/backup is not \"not-needed\"");
  }

  @Test
  void aReasonIsOneShortLine() {
    add(claims, Seed.claim("uploads").annotated("not-needed", "a\u001b[31m\n" + "b".repeat(500)));
    String told = look().get("business/pvc/uploads").checks().get(0).observed();
    assertThat(told).hasSizeLessThan(180).doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void anOddFieldSpoilsNothingElse() {
    add(claims, Seed.claim("odoo"), Seed.claim("odd").set("status.phase", 7));
    add(sources, Seed.source("odoo", "odoo"), Seed.source("strange", "x").set("spec.sourcePVC", 3));
    add(clusters, Seed.database("db").set("spec.plugins", "none"));
    assertThat(problems()).containsOnlyKeys("business/pvc/odd", "business/cluster/db");
    assertThat(problems().values()).allMatch(j -> finding(j).code().equals("odd-field"));
  }

  @Test
  void theSummaryCountsWhatIsBackedUpLeftOutAndBare() {
    for (int i = 0; i < 300; i++) {
      add(claims, Seed.claim("app-" + i));
      add(sources, Seed.source("app-" + i, "app-" + i));
    }
    add(claims, Seed.claim("tmp").annotated("not-needed", "scratch"), Seed.claim("bare"));
    Judgement summary = look().get("summary");
    assertThat(summary.checks())
        .extracting(Check::observed)
        .contains(
            "300 backed up, 1 left out, 1 without a backup, of 302", "300 ReplicationSources");
    assertThat(summary.measurements())
        .extracting(m -> m.measure().name() + " " + m.value())
        .containsExactly(
            "coverage_protected_objects 300.0",
            "coverage_left_out_objects 1.0",
            "coverage_unprotected_objects 1.0");
  }
}
