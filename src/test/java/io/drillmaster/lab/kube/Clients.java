package io.drillmaster.lab.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** Real clients of the lab's API server. */
final class Clients {
  static final ResourceDefinitionContext WIDGETS =
      new ResourceDefinitionContext.Builder()
          .withGroup("lab.example")
          .withVersion("v1")
          .withKind("Widget")
          .withPlural("widgets")
          .withNamespaced(true)
          .build();

  static final String WIDGET_DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.lab.example}
      spec:
        group: lab.example
        scope: Namespaced
        names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd]}
        versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns:
              - {name: Size, type: integer, jsonPath: .spec.size}
              - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
              - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  apiVersion: {type: string}
                  kind: {type: string}
                  metadata: {type: object}
                  spec:
                    type: object
                    required: [size]
                    properties:
                      size: {type: integer, minimum: 1}
                      colour: {type: string, enum: [red, green], default: red}
                      name: {type: string, pattern: '^[a-z]+$'}
                      parts:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [id]
                        items:
                          type: object
                          required: [id]
                          properties: {id: {type: string}, weight: {type: integer}}
                    x-kubernetes-validations:
                      - rule: "!has(self.name) || self.size < 100"
                        message: a widget with a name is smaller than 100
                  status:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
      """;

  private Clients() {}

  static KubernetesClient admin(ApiServer server) {
    return as(server, server.adminToken());
  }

  static KubernetesClient as(ApiServer server, String token) {
    return client(config(server, token).build());
  }

  /** Says that it is the administrator, with the token of someone else. */
  static KubernetesClient impostor(ApiServer server, String token) {
    return client(
        config(server, token)
            .withImpersonateUsername("lab-admin")
            .withImpersonateGroups("system:masters")
            .build());
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static ConfigBuilder config(ApiServer server, String token) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server.url())
        .withOauthToken(token)
        .withCaCertData(server.caCertificate())
        .withRequestTimeout(5_000)
        .withConnectionTimeout(5_000)
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectInterval(100);
  }
}
