package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessIT {
  private static final String READER =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: dm, namespace: default}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader, namespace: default}
      rules:
        - {apiGroups: [''], resources: [configmaps], verbs: [get, list, watch]}
        - {apiGroups: [''], resources: [secrets], resourceNames: [allowed], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reader, namespace: default}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects: [{kind: ServiceAccount, name: dm, namespace: default}]
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: allowed, namespace: default}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: other, namespace: default}
      """;

  private ApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = ApiServer.start("lab");
    server.apply(READER);
    client = Clients.as(server, server.token("default", "dm"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static String refusal(Runnable call) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, call::run);
    assertThat(refusal.getCode()).isEqualTo(403);
    return refusal.getStatus().getMessage();
  }

  @Test
  void accountsMayDoWhatTheirRolesSay() {
    assertThat(client.configMaps().inNamespace("default").list()).isNotNull();
    assertThat(client.secrets().inNamespace("default").withName("allowed").get()).isNotNull();
  }

  @Test
  void everythingElseIsForbiddenInTheWordsOfTheRealServer() {
    assertThat(refusal(() -> client.secrets().inNamespace("default").list()))
        .isEqualTo(
            "secrets is forbidden: User \"system:serviceaccount:default:dm\" cannot list resource"
                + " \"secrets\" in API group \"\" in the namespace \"default\"");
    assertThat(refusal(() -> client.configMaps().inAnyNamespace().list()))
        .endsWith("cannot list resource \"configmaps\" in API group \"\" at the cluster scope");
    assertThat(refusal(() -> client.secrets().inNamespace("default").withName("other").get()))
        .startsWith("secrets \"other\" is forbidden: User");
    assertThat(refusal(() -> client.apps().deployments().inNamespace("default").list()))
        .startsWith("deployments.apps is forbidden:");
  }

  @Test
  void rulesHoldAsSoonAsTheyAreStored() {
    server.delete("rolebindings", "default", "reader");
    assertThat(refusal(() -> client.configMaps().inNamespace("default").list())).isNotEmpty();
  }

  @Test
  void tokensDieWithTheirAccountEvenIfItIsMadeAnew() {
    server.delete("sa", "default", "dm");
    server.apply(READER);
    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.configMaps().inNamespace("default").list());
    assertThat(refusal.getCode()).isEqualTo(401);
  }

  @Test
  void accountsCanAskWhatTheyMayDo() {
    assertThat(mayList("configmaps")).isTrue();
    assertThat(mayList("secrets")).isFalse();
  }

  private boolean mayList(String resource) {
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(
            new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace("default")
                .withVerb("list")
                .withResource(resource)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  @Test
  void onlyWhoMayImpersonateDoes() {
    try (KubernetesClient impostor = Clients.impostor(server, server.token("default", "dm"))) {
      assertThat(refusal(() -> impostor.secrets().inNamespace("default").list()))
          .isEqualTo(
              "users \"lab-admin\" is forbidden: User \"system:serviceaccount:default:dm\" cannot"
                  + " impersonate resource \"users\" in API group \"\" at the cluster scope");
    }
  }

  @Test
  void tokenReviewsTellWhoseATokenIs() {
    try (KubernetesClient admin = Clients.admin(server)) {
      var good = review(admin, server.token("default", "dm"));
      assertThat(good.getAuthenticated()).isTrue();
      assertThat(good.getUser().getUsername()).isEqualTo("system:serviceaccount:default:dm");
      var bad = review(admin, "garbled");
      assertThat(bad.getAuthenticated()).isNull();
      assertThat(bad.getError()).startsWith("[invalid bearer token");
    }
  }

  private static io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus review(
      KubernetesClient admin, String token) {
    return admin
        .resource(new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build())
        .create()
        .getStatus();
  }

  @Test
  void logsAreReadInPartAndFollowedToTheEnd() throws Exception {
    Map<String, Object> spec =
        Map.of("containers", java.util.List.of(Map.of("name", "c", "image", "i")));
    server.put(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Map.of("name", "p", "namespace", "default"),
            "spec",
            spec,
            "status",
            Map.of("phase", "Running")));
    server.appendLog("default", "p", "one\ntwo\nthree\n");
    try (KubernetesClient admin = Clients.admin(server)) {
      var pod = admin.pods().inNamespace("default").withName("p");
      assertThat(pod.getLog()).isEqualTo("one\ntwo\nthree\n");
      assertThat(pod.tailingLines(1).getLog()).isEqualTo("three\n");
      try (var watch = pod.watchLog();
          var output =
              new java.io.BufferedReader(
                  new java.io.InputStreamReader(
                      watch.getOutput(), java.nio.charset.StandardCharsets.UTF_8))) {
        assertThat(output.readLine()).isEqualTo("one");
        server.appendLog("default", "p", "four\n");
        await().until(() -> "four".equals(output.readLine()));
        server.patch("pod", "default", "p", Map.of("status", Map.of("phase", "Succeeded")));
        assertThat(output.readLine()).isNull();
      }
    }
  }
}
