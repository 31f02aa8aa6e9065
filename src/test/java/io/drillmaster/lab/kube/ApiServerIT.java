package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiServerIT {
  private static ApiServer server;
  private static KubernetesClient client;
  private static int spaces;
  private String space;

  @BeforeAll
  static void start() {
    server = ApiServer.start("lab");
    server.apply(Clients.WIDGET_DEFINITION);
    client = Clients.admin(server);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void newNamespace() {
    space = "space-" + spaces++;
    server.createNamespace(space);
  }

  private ConfigMap configMap(String name, Map<String, String> labels) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(space)
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private ConfigMap created(String name, Map<String, String> labels) {
    return client.resource(configMap(name, labels)).create();
  }

  private GenericKubernetesResource widget(String name) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("lab.example/v1")
        .withKind("Widget")
        .withNewMetadata()
        .withName(name)
        .withNamespace(space)
        .endMetadata()
        .addToAdditionalProperties("spec", Map.of("size", 1))
        .build();
  }

  private static KubernetesClientException refusalOf(Runnable call) {
    return catchThrowableOfType(KubernetesClientException.class, call::run);
  }

  @Test
  void createdObjectsCarryUidVersionAndTime() {
    ConfigMap created = created("a", Map.of());
    assertThat(created.getMetadata().getUid()).hasSize(36);
    assertThat(Long.parseLong(created.getMetadata().getResourceVersion())).isGreaterThan(1000);
    assertThat(created.getMetadata().getCreationTimestamp()).endsWith("Z");
    assertThat(client.configMaps().inNamespace(space).withName("a").get()).isEqualTo(created);
  }

  @Test
  void absentObjectsAreNull() {
    assertThat(client.configMaps().inNamespace(space).withName("none").get()).isNull();
  }

  @Test
  void secondCreationIsRefusedAsExisting() {
    created("a", Map.of());
    KubernetesClientException refusal = refusalOf(() -> created("a", Map.of()));
    assertThat(refusal.getCode()).isEqualTo(409);
    assertThat(refusal.getStatus().getReason()).isEqualTo("AlreadyExists");
    assertThat(refusal.getStatus().getMessage()).isEqualTo("configmaps \"a\" already exists");
  }

  @Test
  void updateOfAStaleVersionIsAConflict() {
    ConfigMap stale = created("a", Map.of());
    client
        .configMaps()
        .inNamespace(space)
        .withName("a")
        .edit(map -> new ConfigMapBuilder(map).addToData("k", "v").build());
    KubernetesClientException refusal =
        refusalOf(
            () ->
                client.resource(new ConfigMapBuilder(stale).addToData("k", "w").build()).update());
    assertThat(refusal.getCode()).isEqualTo(409);
    assertThat(refusal.getStatus().getReason()).isEqualTo("Conflict");
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void updateWithoutAChangeKeepsTheVersion() {
    ConfigMap created = created("a", Map.of());
    assertThat(client.resource(created).update().getMetadata().getResourceVersion())
        .isEqualTo(created.getMetadata().getResourceVersion());
  }

  @Test
  void creationInAMissingNamespaceIsNotFound() {
    space = "nowhere";
    KubernetesClientException refusal = refusalOf(() -> created("a", Map.of()));
    assertThat(refusal.getCode()).isEqualTo(404);
    assertThat(refusal.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
  }

  @Test
  void namesAreValidated() {
    KubernetesClientException refusal = refusalOf(() -> created("Not_A_Name", Map.of()));
    assertThat(refusal.getCode()).isEqualTo(422);
    assertThat(refusal.getStatus().getMessage())
        .startsWith("ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value:");
  }

  @Test
  void labelSelectorsSelect() {
    created("a", Map.of("app", "x", "tier", "web"));
    created("b", Map.of("app", "y"));
    created("c", Map.of());
    var maps = client.configMaps().inNamespace(space);
    assertThat(names(maps.withLabel("app", "x").list())).containsExactly("a");
    assertThat(names(maps.withLabelIn("app", "x", "y").list())).containsExactly("a", "b");
    assertThat(names(maps.withLabelNotIn("app", "x").list())).contains("b", "c");
    assertThat(names(maps.withLabel("tier").list())).containsExactly("a");
    assertThat(names(maps.withoutLabel("app").list())).contains("c").doesNotContain("a", "b");
    assertThat(names(maps.withoutLabel("app", "x").list())).contains("b", "c");
  }

  @Test
  void fieldSelectorsSelectAndUnknownOnesAreRefused() {
    created("a", Map.of());
    created("b", Map.of());
    var maps = client.configMaps().inNamespace(space);
    assertThat(names(maps.withField("metadata.name", "b").list())).containsExactly("b");
    KubernetesClientException refusal =
        refusalOf(() -> maps.withField("data.colour", "red").list());
    assertThat(refusal.getCode()).isEqualTo(400);
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo("field label not supported: data.colour");
  }

  private static java.util.List<String> names(io.fabric8.kubernetes.api.model.ConfigMapList list) {
    return list.getItems().stream().map(map -> map.getMetadata().getName()).toList();
  }

  @Test
  void longListsComeInPages() {
    for (int i = 0; i < 5; i++) {
      created("m" + i, Map.of("paged", "yes"));
    }
    var maps = client.configMaps().inNamespace(space).withLabel("paged");
    var first = maps.list(new ListOptionsBuilder().withLimit(2L).build());
    assertThat(names(first)).containsExactly("m0", "m1");
    assertThat(first.getMetadata().getContinue()).isNotEmpty();
    var options = new ListOptionsBuilder().withLimit(3L);
    var second = maps.list(options.withContinue(first.getMetadata().getContinue()).build());
    assertThat(names(second)).containsExactly("m2", "m3", "m4");
    assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
    created("later", Map.of());
    server.compact();
    KubernetesClientException refusal = refusalOf(() -> maps.list(options.build()));
    assertThat(refusal.getCode()).isEqualTo(410);
  }

  @Test
  void secretsHaveTheirPlainTextEncoded() {
    var secret =
        client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("s")
                    .withNamespace(space)
                    .endMetadata()
                    .addToStringData("key", "value")
                    .build())
            .create();
    assertThat(secret.getType()).isEqualTo("Opaque");
    assertThat(secret.getData()).containsEntry("key", "dmFsdWU=");
    assertThat(secret.getStringData()).isNullOrEmpty();
  }

  @Test
  void statusIsWrittenByItsSubresourceOnly() {
    GenericKubernetesResource widget = widget("w");
    widget.setAdditionalProperty("status", Map.of("phase", "early"));
    var resource = client.genericKubernetesResources(Clients.WIDGETS).inNamespace(space);
    GenericKubernetesResource created = resource.resource(widget).create();
    assertThat(created.getAdditionalProperties()).doesNotContainKey("status");
    created.setAdditionalProperty("status", Map.of("phase", "late"));
    GenericKubernetesResource updated = resource.resource(created).updateStatus();
    assertThat(updated.<String>get("status", "phase")).isEqualTo("late");
    assertThat(updated.getMetadata().getGeneration()).isEqualTo(1);
    updated.setAdditionalProperty("spec", Map.of("size", 2));
    updated.setAdditionalProperty("status", Map.of("phase", "forged"));
    assertThat(resource.resource(updated).update().getMetadata().getGeneration()).isEqualTo(2);
    assertThat(resource.withName("w").get().<String>get("status", "phase")).isEqualTo("late");
  }

  @Test
  void patchesMergeAndEdit() {
    created("a", Map.of());
    var map = client.configMaps().inNamespace(space).withName("a");
    map.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"x\":\"1\",\"y\":\"2\"}}");
    map.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"x\":null}}");
    map.patch(
        PatchContext.of(PatchType.JSON), "[{\"op\":\"add\",\"path\":\"/data/z\",\"value\":\"3\"}]");
    map.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\":{\"s\":\"4\"}}");
    assertThat(map.get().getData()).isEqualTo(Map.of("y", "2", "z", "3", "s", "4"));
  }

  @Test
  void finalizersHoldAnObjectUntilTheyAreGone() {
    ConfigMap held = configMap("a", Map.of());
    held.getMetadata().setFinalizers(java.util.List.of("lab.example/hold"));
    client.resource(held).create();
    client.configMaps().inNamespace(space).withName("a").delete();
    var map = client.configMaps().inNamespace(space).withName("a");
    assertThat(map.get().getMetadata().getDeletionTimestamp()).isNotEmpty();
    map.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    assertThat(map.get()).isNull();
  }

  @Test
  void kindsThatAreNotInstalledAreAnUnknownPage() {
    server.hideKind("widgets.lab.example");
    try {
      KubernetesClientException refusal =
          refusalOf(
              () -> client.genericKubernetesResources(Clients.WIDGETS).inAnyNamespace().list());
      assertThat(refusal.getCode()).isEqualTo(404);
    } finally {
      server.showKind("widgets.lab.example");
    }
    assertThat(
            client.genericKubernetesResources(Clients.WIDGETS).inAnyNamespace().list().getItems())
        .isNotNull();
  }

  @Test
  void writesAreRecordedWithTheirSubject() {
    created("recorded", Map.of());
    assertThat(server.writes())
        .contains(
            new RecordedRequest(
                "POST", "/api/v1/namespaces/" + space + "/configmaps", "create", "lab-admin", 201));
    assertThat(server.reads()).noneMatch(RecordedRequest::isWrite);
  }

  @Test
  void strangersAreRefused() {
    try (KubernetesClient stranger = Clients.as(server, "not-a-token")) {
      KubernetesClientException refusal =
          refusalOf(() -> stranger.configMaps().inNamespace(space).list());
      assertThat(refusal.getCode()).isEqualTo(401);
      assertThat(refusal.getStatus().getReason()).isEqualTo("Unauthorized");
    }
  }
}
