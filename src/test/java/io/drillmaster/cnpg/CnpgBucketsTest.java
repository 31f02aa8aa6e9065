package io.drillmaster.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.BucketReference;
import io.drillmaster.s3.BucketReference.Resolved;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CnpgBucketsTest {
  private final FakeCluster api = new FakeCluster();
  private final CnpgBuckets buckets = new CnpgBuckets(api);
  private final ObjectSeed inTree = new ObjectSeed("Cluster", "orders");

  @BeforeEach
  void seed() {
    api.putSecret("shop", "r2", Map.of("id", "planted", "key", "planted", "region", "eu-west-1"));
    ArchivedDatabase.configure(inTree, "spec.backup.barmanObjectStore");
    ObjectSeed plugin = new ObjectSeed("Cluster", "users");
    plugin.set(
        "spec.plugins",
        List.of(
            Map.of(
                "name",
                "barman-cloud.cloudnative-pg.io",
                "parameters",
                Map.of("barmanObjectName", "archive"))));
    ObjectSeed store = new ObjectSeed("ObjectStore", "archive");
    ArchivedDatabase.configure(store, "spec.configuration");
    api.put(Kinds.CLUSTER, inTree.resource())
        .put(Kinds.CLUSTER, plugin.resource())
        .put(Kinds.CLUSTER, new ObjectSeed("Cluster", "cache").resource())
        .put(Kinds.OBJECT_STORE, store.resource());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5), Clock.systemUTC());
  }

  private Resolved resolved() {
    return buckets.buckets(soon()).get(0).access().resolve(soon());
  }

  @Test
  void clustersWithOneSecretAreOneReferenceHoweverTheyArchive() {
    assertThat(buckets.buckets(soon()))
        .extracting(BucketReference::usedBy, BucketReference::namespace, BucketReference::secret)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Cluster shop/orders, shop/users", "shop", "r2"));
  }

  @Test
  void locationAndCredentialsAreThoseOfTheSelectors() {
    Resolved resolved = resolved();
    assertThat(resolved.location())
        .isEqualTo(
            new BucketLocation(
                URI.create("https://account.r2.cloudflarestorage.com"),
                "cnpg-shop",
                "prod/",
                "auto"));
    assertThat(resolved.credentials().secretAccessKey().reveal()).isEqualTo("planted");
    assertThat(resolved.externalSecret()).contains("r2");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://cnpg, cnpg, ''",
    "s3://cnpg/, cnpg, ''",
    "s3://cnpg/a/b, cnpg, a/b/",
    "s3://cnpg//a/, cnpg, a/"
  })
  void destinationPathsMayEndWithASlashOrNot(String path, String bucket, String prefix) {
    inTree.set("spec.backup.barmanObjectStore.destinationPath", path);
    assertThat(resolved().location().bucket()).isEqualTo(bucket);
    assertThat(resolved().location().prefix()).isEqualTo(prefix);
  }

  @Test
  void withoutAnEndpointItIsAmazonInItsRegion() {
    inTree.remove("spec.backup.barmanObjectStore.endpointURL");
    assertThat(resolved().location().endpoint()).hasToString("https://s3.amazonaws.com");
    inTree.set(
        "spec.backup.barmanObjectStore.s3Credentials.region",
        Map.of("name", "r2", "key", "region"));
    assertThat(resolved().location().endpoint()).hasToString("https://s3.eu-west-1.amazonaws.com");
    assertThat(resolved().location().region()).isEqualTo("eu-west-1");
  }

  @Test
  void aClusterWithoutCloudNativePgHasNoneAndARefusalIsNoNone() {
    api.refuse(Kinds.CLUSTER, Finding.unknown("kind-not-installed", "No.").next("look"));
    assertThat(buckets.buckets(soon())).isEmpty();
    api.refuse(Kinds.CLUSTER, Finding.unknown("forbidden", "No.").next("look"));
    assertThatThrownBy(() -> buckets.buckets(soon())).isInstanceOf(CouldNotLookException.class);
  }

  @Test
  void rolesOfPodsAreNoReference() {
    inTree.set("spec.backup.barmanObjectStore.s3Credentials", Map.of("inheritFromIAMRole", true));
    assertThat(buckets.buckets(soon()))
        .extracting(BucketReference::usedBy)
        .containsExactly("Cluster shop/users");
  }
}
