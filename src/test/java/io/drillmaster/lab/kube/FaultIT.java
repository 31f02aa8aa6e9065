package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultIT {
  private static ApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = ApiServer.start("lab");
    client = Clients.admin(server);
    client.getConfiguration().setRequestTimeout(1_000);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @AfterEach
  void repair() {
    server.faults().clear();
    assertThat(client.secrets().inNamespace("default").list().getItems()).isEmpty();
  }

  private static KubernetesClientException refusal() {
    return catchThrowableOfType(
        KubernetesClientException.class, () -> client.secrets().inNamespace("default").list());
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized",
    "403, Forbidden",
    "429, TooManyRequests",
    "500, InternalError",
    "503, ServiceUnavailable"
  })
  void answersWithTheStatusItIsTold(int code, String reason) {
    server.faults().add(Fault.status("broken", "/secrets", code));
    KubernetesClientException refusal = refusal();
    assertThat(refusal.getCode()).isEqualTo(code);
    assertThat(refusal.getStatus().getReason()).isEqualTo(reason);
  }

  @Test
  void forbiddenNamesUserAndRule() {
    server.faults().add(Fault.status("broken", "/secrets", 403));
    assertThat(refusal().getStatus().getMessage())
        .isEqualTo(
            "secrets is forbidden: User \"lab-admin\" cannot list resource \"secrets\" in API"
                + " group \"\" in the namespace \"default\"");
  }

  @Test
  void hangsAndDropsAndStallsOnlyWhatItIsTold() {
    server.faults().add(Fault.hang("silent", "/secrets"));
    assertThat(refusal().getCode()).isLessThan(1);
    assertThat(client.configMaps().inNamespace("default").list()).isNotNull();
    server.faults().clear();
    server.faults().add(Fault.drop("cut", "/secrets").on("list"));
    assertThat(refusal().getCode()).isLessThan(1);
  }

  @Test
  void isSlowAsToldAndThenAnswers() {
    server.faults().add(Fault.slow("slow", "/secrets", Duration.ofMillis(300)));
    long before = System.nanoTime();
    assertThat(client.secrets().inNamespace("default").list().getItems()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(290));
  }
}
