package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  private ApiServer server;
  private KubernetesClient client;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    server = ApiServer.start("lab");
    server.apply(Clients.WIDGET_DEFINITION);
    client = Clients.admin(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void widget(String name, int size, Map<String, String> labels) {
    server.put(
        Map.of(
            "apiVersion",
            "lab.example/v1",
            "kind",
            "Widget",
            "metadata",
            Map.of("name", name, "namespace", "default", "labels", labels),
            "spec",
            Map.of("size", size)));
  }

  private SharedIndexInformer<GenericKubernetesResource> informer() {
    return client
        .genericKubernetesResources(Clients.WIDGETS)
        .inAnyNamespace()
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(GenericKubernetesResource widget) {
                seen.add("ADDED " + widget.getMetadata().getName());
              }

              @Override
              public void onUpdate(
                  GenericKubernetesResource before, GenericKubernetesResource after) {
                seen.add("MODIFIED " + after.getMetadata().getName());
              }

              @Override
              public void onDelete(GenericKubernetesResource widget, boolean unknown) {
                seen.add("DELETED " + widget.getMetadata().getName());
              }
            });
  }

  private void awaitSeen(String... events) {
    await().atMost(SOON).untilAsserted(() -> assertThat(seen).containsExactly(events));
  }

  @Test
  void informersFollowEveryChange() {
    widget("a", 1, Map.of());
    try (var informer = informer()) {
      awaitSeen("ADDED a");
      widget("b", 1, Map.of());
      widget("a", 2, Map.of());
      server.delete("widgets", "default", "b");
      awaitSeen("ADDED a", "ADDED b", "MODIFIED a", "DELETED b");
      assertThat(informer.isWatching()).isTrue();
    }
  }

  @Test
  void informersMissNothingAndDoubleNothingAcrossACut() {
    widget("a", 1, Map.of());
    try (var informer = informer()) {
      awaitSeen("ADDED a");
      await().atMost(SOON).until(informer::isWatching);
      server.cut();
      widget("b", 1, Map.of());
      awaitSeen("ADDED a", "ADDED b");
      widget("c", 1, Map.of());
      awaitSeen("ADDED a", "ADDED b", "ADDED c");
    }
  }

  @Test
  void informersListAnewWhenTheirVersionIsGone() {
    widget("a", 1, Map.of());
    try (var informer = informer()) {
      awaitSeen("ADDED a");
      await().atMost(SOON).until(informer::isWatching);
      server.faults().add(Fault.drop("no-watch", "widgets").on("watch"));
      server.cut();
      server.delete("widgets", "default", "a");
      widget("b", 1, Map.of());
      server.compact();
      server.faults().clear();
      await().atMost(SOON).untilAsserted(() -> assertThat(seen).contains("DELETED a", "ADDED b"));
      widget("c", 1, Map.of());
      await().atMost(SOON).untilAsserted(() -> assertThat(seen).contains("ADDED c"));
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  @Test
  void informersSurviveAnExpiredWatch() {
    server.faults().add(Fault.gone("expired", "widgets"));
    try (var informer = informer()) {
      await()
          .atMost(SOON)
          .until(() -> server.reads().stream().filter(WatchIT::isWatch).count() > 1);
      server.faults().clear();
      widget("a", 1, Map.of());
      awaitSeen("ADDED a");
      assertThat(informer.isRunning()).isTrue();
    }
  }

  private static boolean isWatch(RecordedRequest request) {
    return request.verb().equals("watch") && request.path().endsWith("/widgets");
  }

  @Test
  void objectsThatLeaveASelectorAreDeletedForItsWatch() {
    widget("a", 1, Map.of("app", "x"));
    try (var watch =
        client
            .genericKubernetesResources(Clients.WIDGETS)
            .inNamespace("default")
            .withLabel("app", "x")
            .watch(new Recording(seen))) {
      assertThat(watch).isNotNull();
      awaitSeen("ADDED a");
      widget("a", 1, Map.of("app", "y"));
      awaitSeen("ADDED a", "DELETED a");
      widget("a", 1, Map.of("app", "x"));
      awaitSeen("ADDED a", "DELETED a", "ADDED a");
    }
  }

  private record Recording(List<String> seen)
      implements io.fabric8.kubernetes.client.Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource widget) {
      if (action != Action.BOOKMARK) {
        seen.add(action + " " + widget.getMetadata().getName());
      }
    }

    @Override
    public void onClose(io.fabric8.kubernetes.client.WatcherException cause) {
      seen.add("CLOSED");
    }
  }
}
