package io.drillmaster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLocks;
import io.drillmaster.core.run.RunLocks.Held;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Fault;
import io.drillmaster.lab.kube.Kubeconfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesIT {
  private static final RunLocks.Key KEY = new RunLocks.Key("infra", "run-postgres");
  private static final RunId ONE = new RunId("aaaa");
  private static final RunId TWO = new RunId("bbbb");
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private ApiServer server;
  private Fabric8Cluster cluster;
  private RunLocks locks;

  @BeforeEach
  void start() {
    server = ApiServer.start("infra");
    server.createNamespace("drillmaster");
    Path kubeconfig = Kubeconfig.of(server).write(folder.resolve("kubeconfig"));
    cluster = Fabric8Cluster.connect("infra", new ClusterAccess.Kubeconfig(kubeconfig, "infra"));
    locks = cluster.leases("drillmaster");
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  private String lease(String field) {
    return server
        .get("leases", "drillmaster", "run-postgres")
        .orElseThrow()
        .at("/spec/" + field)
        .asText();
  }

  @Test
  void isHeldByOneUntilItIsReleased() {
    Held held = locks.tryAcquire(KEY, ONE, LONG).orElseThrow();
    assertThat(held.isHeld()).isTrue();
    assertThat(lease("holderIdentity")).isEqualTo("aaaa");
    assertThat(lease("leaseDurationSeconds")).isEqualTo("30");
    assertThat(locks.tryAcquire(KEY, TWO, LONG)).isEmpty();
    held.close();
    assertThat(held.isHeld()).isFalse();
    Held next = locks.tryAcquire(KEY, TWO, LONG).orElseThrow();
    assertThat(lease("leaseTransitions")).isEqualTo("1");
    next.close();
  }

  @Test
  void theSameHolderMayTakeItAgain() {
    locks.tryAcquire(KEY, ONE, LONG).orElseThrow();
    assertThat(locks.tryAcquire(KEY, ONE, LONG)).isPresent();
    assertThat(lease("leaseTransitions")).isEqualTo("0");
  }

  @Test
  void anExpiredOneIsTakenOverAndItsHolderNotices() {
    Held lost = locks.tryAcquire(KEY, ONE, Duration.ofSeconds(1)).orElseThrow();
    server.patch(
        "leases",
        "drillmaster",
        "run-postgres",
        Map.of("spec", Map.of("renewTime", "2026-01-01T00:00:00.000000Z")));
    Held taken = locks.tryAcquire(KEY, TWO, LONG).orElseThrow();
    await().atMost(Duration.ofSeconds(5)).until(() -> !lost.isHeld());
    lost.close();
    assertThat(lease("holderIdentity")).isEqualTo("bbbb");
    taken.close();
  }

  @Test
  void isRenewedWhileItIsHeld() {
    Held held = locks.tryAcquire(KEY, ONE, Duration.ofSeconds(1)).orElseThrow();
    String first = lease("renewTime");
    await().atMost(Duration.ofSeconds(5)).until(() -> !lease("renewTime").equals(first));
    assertThat(held.isHeld()).isTrue();
    held.close();
  }

  @Test
  void isLostWhenItCannotBeRenewedForTooLong() {
    Held held = locks.tryAcquire(KEY, ONE, Duration.ofSeconds(1)).orElseThrow();
    server.faults().add(Fault.status("away", "leases", 500));
    await().atMost(Duration.ofSeconds(5)).until(() -> !held.isHeld());
  }

  @Test
  void ofManyThatTryAtOnceOneWins() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Optional<Held>>> tries =
        IntStream.range(0, 8)
            .mapToObj(i -> pool.submit(() -> locks.tryAcquire(KEY, new RunId("run" + i), LONG)))
            .toList();
    int won = 0;
    for (Future<Optional<Held>> attempt : tries) {
      won += attempt.get().isPresent() ? 1 : 0;
    }
    pool.shutdown();
    assertThat(won).isEqualTo(1);
  }

  @Test
  void aRefusalIsNotTakenForALockThatIsHeld() {
    server.faults().add(Fault.status("refused", "leases", 403));
    assertThatThrownBy(() -> locks.tryAcquire(KEY, ONE, LONG))
        .isInstanceOf(CouldNotLookException.class)
        .hasMessageContaining("update leases.coordination.k8s.io in namespace drillmaster");
  }
}
