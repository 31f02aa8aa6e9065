package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GarbageCollectionIT {
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

  private static ConfigMap map(String namespace, String name, ConfigMap... owners) {
    List<io.fabric8.kubernetes.api.model.OwnerReference> references =
        java.util.Arrays.stream(owners)
            .map(
                owner ->
                    new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withBlockOwnerDeletion(true)
                        .build())
            .toList();
    return client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withOwnerReferences(references)
                .endMetadata()
                .build())
        .create();
  }

  private static ConfigMap find(String namespace, String name) {
    return client.configMaps().inNamespace(namespace).withName(name).get();
  }

  private static void delete(String name, DeletionPropagation policy) {
    client
        .configMaps()
        .inNamespace("default")
        .withName(name)
        .withPropagationPolicy(policy)
        .delete();
  }

  private static void awaitGone(String name) {
    await().untilAsserted(() -> assertThat(find("default", name)).isNull());
  }

  @Test
  void dependentsFollowTheirLastOwner() {
    ConfigMap first = map("default", "first");
    ConfigMap second = map("default", "second");
    ConfigMap child = map("default", "child", first, second);
    map("default", "grandchild", child);
    delete("first", DeletionPropagation.BACKGROUND);
    await()
        .untilAsserted(
            () ->
                assertThat(find("default", "child").getMetadata().getOwnerReferences()).hasSize(1));
    delete("second", DeletionPropagation.BACKGROUND);
    awaitGone("grandchild");
    awaitGone("child");
  }

  @Test
  void foregroundDeletionWaitsForDependents() {
    ConfigMap owner = map("default", "waiting");
    ConfigMap child = map("default", "held", owner);
    child.getMetadata().setFinalizers(List.of("lab.example/hold"));
    client.resource(child).update();
    delete("waiting", DeletionPropagation.FOREGROUND);
    await()
        .untilAsserted(
            () ->
                assertThat(find("default", "held").getMetadata().getDeletionTimestamp())
                    .isNotEmpty());
    assertThat(find("default", "waiting").getMetadata().getFinalizers())
        .containsExactly("foregroundDeletion");
    client
        .configMaps()
        .inNamespace("default")
        .withName("held")
        .edit(
            map -> new ConfigMapBuilder(map).editMetadata().withFinalizers().endMetadata().build());
    awaitGone("waiting");
  }

  @Test
  void orphansLoseTheirReferenceAndStay() {
    ConfigMap owner = map("default", "parent");
    map("default", "orphan", owner);
    delete("parent", DeletionPropagation.ORPHAN);
    awaitGone("parent");
    assertThat(find("default", "orphan").getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void objectsOfAnOwnerThatNeverWasAreCollected() {
    ConfigMap ghost =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("g")
            .withUid("none")
            .endMetadata()
            .build();
    map("default", "dangling", ghost);
    awaitGone("dangling");
  }

  @Test
  void namespacesGoWhenTheirContentIsGone() {
    Namespace namespace =
        client
            .resource(
                new NamespaceBuilder().withNewMetadata().withName("tmp").endMetadata().build())
            .create();
    assertThat(namespace.getStatus().getPhase()).isEqualTo("Active");
    await()
        .untilAsserted(
            () ->
                assertThat(client.serviceAccounts().inNamespace("tmp").withName("default").get())
                    .isNotNull());
    ConfigMap held = map("tmp", "held");
    held.getMetadata().setFinalizers(List.of("lab.example/hold"));
    client.resource(held).update();
    client.namespaces().withName("tmp").delete();
    await()
        .untilAsserted(() -> assertThat(conditionsOfTmp()).contains("NamespaceContentRemaining"));
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> map("tmp", "late"));
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo(
            "configmaps \"late\" is forbidden: unable to create new content in namespace tmp"
                + " because it is being terminated");
    client
        .configMaps()
        .inNamespace("tmp")
        .withName("held")
        .edit(
            map -> new ConfigMapBuilder(map).editMetadata().withFinalizers().endMetadata().build());
    await().untilAsserted(() -> assertThat(client.namespaces().withName("tmp").get()).isNull());
    assertThat(find("tmp", "held")).isNull();
  }

  private static List<String> conditionsOfTmp() {
    return client.namespaces().withName("tmp").get().getStatus().getConditions().stream()
        .map(condition -> condition.getType())
        .toList();
  }
}
