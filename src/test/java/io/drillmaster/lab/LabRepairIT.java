package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.s3.S3Server.Stored;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was broken and repaired is as it was. */
class LabRepairIT {
  private static final List<String> KINDS =
      List.of(
          "replicationsources",
          "externalsecrets",
          "clustersecretstores",
          "secrets",
          "persistentvolumeclaims",
          "statefulsets.apps",
          "clusters.postgresql.cnpg.io");

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private static Lab lab;

  @BeforeAll
  static void start() {
    // yearly, so that no sync falls due meanwhile
    lab = Lab.start(LabOptions.of(cluster("hub"), cluster("spoke")));
  }

  private static LabCluster cluster(String name) {
    return new LabCluster(
        name,
        "",
        List.of(
            new BackedUpVolume("shop", "orders", "@yearly", 2),
            new BackedUpVolume("wiki", "pages", "@yearly", 1)));
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void everyFaultChangesSomethingAndItsRepairChangesItBack() {
    Collection<String> healthy = picture();
    for (Fault fault : lab.faultsHere()) {
      lab.inject(fault.name());
      if (!fault.findingCode().equals("kind-not-installed")) { // a hidden kind keeps its objects
        assertThat(difference(healthy)).as(fault.name()).isNotEmpty();
      }
      lab.repair(fault.name());
      assertThat(difference(healthy)).as(fault.name() + ", repaired").isEmpty();
    }
    assertThat(lab.broken()).isEmpty();
  }

  @Test
  void aRepairLeavesWhatElseIsBroken() {
    Collection<String> healthy = picture();
    lab.inject("volsync-paused");
    Collection<String> paused = picture();
    lab.inject("secret-missing");
    lab.inject("bucket-throttled");

    lab.repair("bucket-throttled");
    lab.repair("secret-missing");

    assertThat(lab.broken()).containsExactly("volsync-paused");
    assertThat(difference(paused)).isEmpty();
    lab.repair("volsync-paused");
    assertThat(difference(healthy)).isEmpty();
  }

  @Test
  void theFaultThatIsBrokenTwiceIsRepairedByOneRepair() {
    Collection<String> healthy = picture();
    lab.inject("volsync-paused");
    lab.inject("volsync-paused");
    lab.repair("volsync-paused");
    lab.repair("volsync-paused");

    assertThat(difference(healthy)).isEmpty();
  }

  @Test
  void knowsNoOtherFaults() {
    assertThatThrownBy(() -> lab.inject("volsync-haunted"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Lab.faults()).extracting(Fault::name).doesNotHaveDuplicates();
  }

  private static Collection<String> difference(Collection<String> before) {
    Collection<String> now = picture();
    Collection<String> difference = new TreeSet<>();
    now.stream().filter(one -> !before.contains(one)).map("+ "::concat).forEach(difference::add);
    before.stream().filter(one -> !now.contains(one)).map("- "::concat).forEach(difference::add);
    return difference;
  }

  /** Everything that a probe could tell apart: objects, objects in buckets, faults that act. */
  private static Collection<String> picture() {
    Collection<String> picture = new TreeSet<>();
    for (String cluster : lab.clusters()) {
      for (String kind : KINDS) {
        objects(cluster, kind).forEach(object -> picture.add(cluster + " " + described(object)));
      }
      picture.add(cluster + " faults " + lab.api(cluster).faults());
      for (Stored object : lab.store().list("volsync-" + cluster, "")) {
        picture.add(
            cluster + " " + object.key() + " " + object.size() + " " + object.lastModified());
      }
    }
    picture.add("store faults " + lab.store().faults());
    lab.volumes()
        .forEach(v -> picture.add(v.place() + lab.store().knows(v.account().accessKeyId())));
    return picture;
  }

  private static List<ObjectNode> objects(String cluster, String kind) {
    return lab.api(cluster).list(kind, "");
  }

  private static String described(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    copy.withObject("/metadata").remove(List.of("resourceVersion", "generation", "uid"));
    copy.path("metadata").path("ownerReferences").forEach(o -> ((ObjectNode) o).remove("uid"));
    copy.withObject("/metadata").remove("creationTimestamp");
    String refreshed = copy.path("status").path("refreshTime").asText();
    if (!refreshed.isEmpty()) {
      boolean young = Instant.parse(refreshed).isAfter(Instant.now().minus(Duration.ofHours(1)));
      copy.withObject("/status").put("refreshTime", young ? "young" : "old");
    }
    copy.withObject("/status").remove("syncedResourceVersion");
    copy.path("status")
        .path("conditions")
        .forEach(c -> ((ObjectNode) c).remove("lastTransitionTime"));
    copy.withObject("/status").remove("restic");
    return sorted(copy).toString();
  }

  private static Object sorted(Object value) {
    Object plain = value instanceof ObjectNode node ? PLAIN.convertValue(node, Map.class) : value;
    if (plain instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put(key.toString(), sorted(inner)));
      return sorted;
    }
    return plain instanceof List<?> list
        ? list.stream().map(LabRepairIT::sorted).toList()
        : String.valueOf(plain);
  }
}
