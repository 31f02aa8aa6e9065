package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerSideApplyIT {
  private static ApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = ApiServer.start("lab");
    client = Clients.admin(server);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static ConfigMap apply(
      String manager, String name, Map<String, String> data, boolean force) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .endMetadata()
            .withData(data)
            .build();
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(manager)
            .withForce(force)
            .build();
    return client.resource(map).patch(context);
  }

  @Test
  void createsAndRemovesWhatIsNoLongerApplied() {
    assertThat(apply("a", "one", Map.of("x", "1", "y", "2"), false).getData()).hasSize(2);
    assertThat(apply("b", "one", Map.of("y", "2"), false).getData()).hasSize(2);
    assertThat(apply("a", "one", Map.of(), false).getData()).isEqualTo(Map.of("y", "2"));
  }

  @Test
  void refusesToTakeAFieldOfAnotherManagerUnlessForced() {
    apply("a", "two", Map.of("x", "1"), false);
    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> apply("b", "two", Map.of("x", "2"), false));
    assertThat(refusal.getCode()).isEqualTo(409);
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo("Apply failed with 1 conflict: conflict with \"a\": .data.x");
    assertThat(refusal.getStatus().getDetails().getCauses().get(0).getReason())
        .isEqualTo("FieldManagerConflict");
    assertThat(apply("b", "two", Map.of("x", "2"), true).getData()).containsEntry("x", "2");
    assertThat(apply("a", "two", Map.of(), false).getData()).containsEntry("x", "2");
  }

  @Test
  void seesFieldsThatWereSetByOtherMeans() {
    apply("a", "three", Map.of("x", "1"), false);
    client
        .configMaps()
        .inNamespace("default")
        .withName("three")
        .edit(map -> new ConfigMapBuilder(map).addToData("x", "changed").build());
    assertThat(
            catchThrowableOfType(
                KubernetesClientException.class,
                () -> apply("a", "three", Map.of("x", "1"), false)))
        .hasMessageContaining("conflict");
  }
}
