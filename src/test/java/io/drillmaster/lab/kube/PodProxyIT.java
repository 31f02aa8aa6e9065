package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodProxyIT {
  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: db-1, namespace: default}
      status: {phase: Running, podIP: 10.244.1.7}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: pending, namespace: default}
      status: {phase: Pending}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: dm, namespace: default}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader, namespace: default}
      rules:
        - {apiGroups: [''], resources: [pods], verbs: [get, list]}
        - {apiGroups: [''], resources: [pods/proxy], resourceNames: ['db-1:9187'], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reader, namespace: default}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects: [{kind: ServiceAccount, name: dm, namespace: default}]
      """;

  private ApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = ApiServer.start("lab");
    server.apply(PODS);
    server.listen(
        "default",
        "db-1",
        9187,
        path ->
            path.equals("/metrics")
                ? PodPort.Reply.text("up 1\n# on " + Thread.currentThread().getName() + "\n")
                : PodPort.Reply.notFound());
    client = Clients.as(server, server.token("default", "dm"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static String path(String pod, String rest) {
    return "/api/v1/namespaces/default/pods/" + pod + "/proxy" + rest;
  }

  private static KubernetesClientException refusal(KubernetesClient client, String path) {
    return catchThrowableOfType(
        KubernetesClientException.class, () -> client.raw(path, "GET", null));
  }

  @Test
  void whatThePodSaysComesThroughAsItIsAndWithoutHoldingUpTheServer() {
    assertThat(client.raw(path("db-1:9187", "/metrics"), "GET", null))
        .startsWith("up 1\n")
        .doesNotContain("eventloop");
  }

  @Test
  void pathsThatThePodDoesNotKnowAreItsOwn404() {
    KubernetesClientException refusal = refusal(client, path("db-1:9187", "/nothing/here"));

    assertThat(refusal.getCode()).isEqualTo(404);
    assertThat(refusal.getStatus().getDetails()).isNull();
  }

  @Test
  void itNeedsARightOfItsOwnForThatPodAndPort() {
    KubernetesClientException refusal = refusal(client, path("db-1:8000", "/metrics"));

    assertThat(refusal.getCode()).isEqualTo(403);
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo(
            "pods \"db-1:8000\" is forbidden: User \"system:serviceaccount:default:dm\" cannot get"
                + " resource \"pods/proxy\" in API group \"\" in the namespace \"default\"");
  }

  @Test
  void podsThatAreNotThereOrDoNotListenAreRefusedInTheWordsOfTheRealServer() {
    try (KubernetesClient admin = Clients.as(server, server.adminToken())) {
      KubernetesClientException missing = refusal(admin, path("db-2:9187", "/metrics"));
      KubernetesClientException deaf = refusal(admin, path("db-1:8000", "/metrics"));
      KubernetesClientException pending = refusal(admin, path("pending:9187", "/metrics"));

      assertThat(missing.getCode()).isEqualTo(404);
      assertThat(missing.getStatus().getMessage()).isEqualTo("pods \"db-2\" not found");
      assertThat(deaf.getCode()).isEqualTo(503);
      assertThat(deaf.getStatus().getMessage())
          .isEqualTo(
              "error trying to reach service: dial tcp 10.244.1.7:8000: connect: connection"
                  + " refused");
      assertThat(pending.getCode()).isEqualTo(400);
    }
  }

  @Test
  void aPortThatWasClosedIsRefused() {
    server.closePort("default", "db-1", 9187);

    assertThat(refusal(client, path("db-1:9187", "/metrics")).getCode()).isEqualTo(503);
  }
}
