package io.drillmaster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Fault;
import io.drillmaster.lab.kube.Kubeconfig;
import io.drillmaster.lab.kube.PodPort;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodPagesIT {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: db-1, namespace: default}
      status: {phase: Running, podIP: 10.244.1.7}
      """;
  private static final int LIMIT = 10_000;

  @TempDir static Path folder;
  private static ApiServer server;
  private static Fabric8Cluster cluster;

  @BeforeAll
  static void start() {
    server = ApiServer.start("infra");
    server.apply(POD);
    server.listen(
        "default",
        "db-1",
        9187,
        path ->
            switch (path) {
              case "/metrics" -> PodPort.Reply.text("up 1\n");
              case "/long" -> PodPort.Reply.text("x".repeat(LIMIT + 1));
              default -> PodPort.Reply.notFound();
            });
    Path kubeconfig = Kubeconfig.of(server).write(folder.resolve("kubeconfig"));
    cluster = Fabric8Cluster.connect("infra", new ClusterAccess.Kubeconfig(kubeconfig, "infra"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    server.close();
  }

  @AfterEach
  void mend() {
    server.faults().clear();
  }

  private static String read(String pod, int port, String path) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(3), Clock.systemUTC());
    return cluster.podPage(new PodPage("default", pod, false, port, path), LIMIT, deadline);
  }

  private static Finding refusal(String pod, int port, String path) {
    return catchThrowableOfType(CouldNotLookException.class, () -> read(pod, port, path)).finding();
  }

  @Test
  void aPageComesAsThePodWroteIt() {
    assertThat(read("db-1", 9187, "/metrics")).isEqualTo("up 1\n");
  }

  @Test
  void aPageThatIsTooLongIsNotTaken() {
    assertThat(refusal("db-1", 9187, "/long").code()).isEqualTo("pod-not-answering");
    assertThat(refusal("db-1", 9187, "/long").observed()).contains("more than 10000 bytes");
  }

  @Test
  void whoIsNotThereOrDoesNotListenIsSaid() {
    assertThat(refusal("db-2", 9187, "/metrics").observed()).startsWith("HTTP 404");
    assertThat(refusal("db-1", 9188, "/metrics").observed()).isEqualTo("HTTP 503");
    assertThat(refusal("db-1", 9187, "/none").code()).isEqualTo("pod-not-answering");
    assertThat(refusal("../secrets", 9187, "/metrics").observed()).isEqualTo("no such pod");
  }

  @Test
  void aRightThatIsMissingIsNamed() {
    server.faults().add(Fault.status("forbidden", "pods", 403));
    Finding finding = refusal("db-1", 9187, "/metrics");
    assertThat(finding.code()).isEqualTo("forbidden");
    assertThat(finding.sentence()).contains("get pods/proxy in namespace default");
  }

  @Test
  void aServerThatHangsEndsWithTheDeadline() {
    server.faults().add(Fault.hang("hanging", "pods"));
    assertThat(refusal("db-1", 9187, "/metrics").code()).isEqualTo("api-timeout");
  }
}
