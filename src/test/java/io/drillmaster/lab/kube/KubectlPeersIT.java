package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's API server as real kubectl (1.32) sees it. */
@Tag("peers")
class KubectlPeersIT {
  private static final long LONGEST_COMMAND_SECONDS = 30;

  @TempDir private static Path directory;
  private static ApiServer server;
  private static Path kubeconfig;

  @BeforeAll
  static void start() throws IOException {
    server = ApiServer.start("lab");
    server.apply(Clients.WIDGET_DEFINITION);
    kubeconfig = Kubeconfig.of(server).write(directory.resolve("kubeconfig"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Outcome(int code, String output) {}

  private static Outcome run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig"));
    command.add(kubeconfig.toString());
    command.addAll(List.of("--cache-dir", directory.resolve("cache").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "kubectl", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("kubectl %s ends in time", String.join(" ", arguments)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  /** The output of a command that succeeds. */
  private static String kubectl(String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome.output();
  }

  private static String refused(String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.output()).isNotZero();
    return outcome.output();
  }

  private static String file(String yaml) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "object", ".yaml"), yaml).toString();
  }

  private static String widget(String name, int size) {
    return """
        apiVersion: lab.example/v1
        kind: Widget
        metadata: {name: %s, namespace: default}
        spec: {size: %d}
        """
        .formatted(name, size);
  }

  @Test
  void createsByImperativeCommands() throws Exception {
    kubectl("create", "namespace", "made");
    kubectl("-n", "made", "create", "secret", "generic", "s", "--from-literal=k=v");
    kubectl("-n", "made", "create", "configmap", "c", "--from-literal=k=v");
    kubectl("-n", "made", "create", "serviceaccount", "a");
    assertThat(kubectl("-n", "made", "get", "secret", "s", "-o", "jsonpath={.data.k}"))
        .isEqualTo("dg==");
    assertThat(kubectl("-n", "made", "get", "secret,cm")).contains("Opaque", "configmap/c");
    assertThat(refused("create", "namespace", "made"))
        .contains("namespaces \"made\" already exists");
    kubectl("delete", "namespace", "made", "--timeout=20s");
    assertThat(refused("get", "namespace", "made")).contains("namespaces \"made\" not found");
  }

  @Test
  void appliesPatchesAndDeletes() throws Exception {
    assertThat(kubectl("apply", "-f", file(widget("w", 1)))).contains("created");
    assertThat(kubectl("apply", "-f", file(widget("w", 1)))).contains("unchanged");
    assertThat(kubectl("apply", "-f", file(widget("w", 2)))).contains("configured");
    kubectl("patch", "widget", "w", "--type=merge", "-p", "{\"spec\":{\"colour\":\"green\"}}");
    kubectl("annotate", "wd", "w", "lab.example/note=hello");
    kubectl("label", "widgets.lab.example", "w", "tier=one");
    assertThat(kubectl("get", "wd", "-l", "tier in (one,two)", "-o", "name"))
        .isEqualTo("widget.lab.example/w\n");
    assertThat(kubectl("describe", "widget", "w"))
        .contains("lab.example/note: hello", "Colour:", "green");
    assertThat(kubectl("delete", "widget", "w")).contains("deleted");
  }

  @Test
  void appliesOnTheServer() throws Exception {
    String path = file(widget("ssa", 1));
    kubectl("apply", "--server-side", "--field-manager=a", "-f", path);
    String other = file(widget("ssa", 2));
    assertThat(refused("apply", "--server-side", "--field-manager=b", "-f", other))
        .contains("conflict with \"a\": .spec.size");
    kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=b", "-f", other);
  }

  @Test
  void printsTheColumnsOfADefinition() throws Exception {
    kubectl("apply", "-f", file(widget("printed", 7)));
    server.setStatus(
        "widget",
        "default",
        "printed",
        Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True"))));
    assertThat(kubectl("get", "widget", "printed"))
        .containsPattern("NAME +SIZE +READY +AGE")
        .containsPattern("printed +7 +True +\\d+s");
  }

  @Test
  void watchesUntilAConditionHolds() throws Exception {
    kubectl("apply", "-f", file(widget("awaited", 1)));
    Thread operator =
        new Thread(
            () ->
                server.setStatus(
                    "widget",
                    "default",
                    "awaited",
                    Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True")))),
            "lab-operator");
    operator.start();
    assertThat(kubectl("wait", "--for=condition=Ready", "widget/awaited", "--timeout=20s"))
        .contains("condition met");
    operator.join();
    assertThat(run("get", "widget", "awaited", "-w", "--request-timeout=2s").output())
        .containsPattern("awaited +1 +True");
  }

  @Test
  void refusesWhatTheSchemaForbids() throws Exception {
    assertThat(refused("apply", "-f", file(widget("bad", 0))))
        .contains("spec.size: Invalid value: 0: spec.size in body should be greater than or equal");
    String unknown = widget("bad", 1).replace("{size: 1}", "{size: 1, sise: 2}");
    assertThat(refused("apply", "-f", file(unknown))).contains("unknown field \"spec.sise\"");
  }

  @Test
  void appliesBuiltInKindsByStrategicMerge() throws Exception {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, namespace: default}
        spec:
          replicas: 1
          selector: {matchLabels: {app: d}}
          template:
            metadata: {labels: {app: d}}
            spec:
              containers:
                - {name: one, image: 'a:1'}
                - {name: two, image: 'b:1'}
        """;
    kubectl("apply", "-f", file(deployment));
    kubectl("apply", "-f", file(deployment.replace("a:1", "a:2")));
    kubectl("set", "image", "deployment/d", "two=b:2");
    assertThat(
            kubectl(
                "get", "deploy", "d", "-o", "jsonpath={.spec.template.spec.containers[*].image}"))
        .isEqualTo("a:2 b:2");
  }

  @Test
  void tellsWhoMayDoWhat() throws Exception {
    assertThat(kubectl("auth", "whoami")).contains("lab-admin", "system:masters");
    kubectl("create", "serviceaccount", "asker");
    String token = kubectl("create", "token", "asker").strip();
    assertThat(refused("auth", "can-i", "list", "secrets", "--token", token)).contains("no");
    assertThat(refused("--token", token, "get", "secrets"))
        .contains("User \"system:serviceaccount:default:asker\" cannot list resource \"secrets\"");
    kubectl(
        "create",
        "clusterrolebinding",
        "asker",
        "--clusterrole=cluster-admin",
        "--serviceaccount=default:asker");
    assertThat(kubectl("auth", "can-i", "list", "secrets", "--token", token)).contains("yes");
    assertThat(refused("--token", "garbled", "get", "secrets")).doesNotContain("asker");
    assertThat(refused("get", "cm", "--as=system:serviceaccount:default:default"))
        .contains("User \"system:serviceaccount:default:default\" cannot list");
  }

  @Test
  void showsLogsAndDescribesPods() throws Exception {
    server.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, namespace: default, uid: uid-of-p}
        spec: {containers: [{name: c, image: i}]}
        status: {phase: Running}
        ---
        apiVersion: v1
        kind: Event
        metadata: {name: p.1, namespace: default}
        involvedObject: {apiVersion: v1, kind: Pod, name: p, namespace: default, uid: uid-of-p}
        type: Warning
        reason: Broken
        message: something broke
        """);
    server.appendLog("default", "p", "one\ntwo\n");
    assertThat(kubectl("logs", "p")).isEqualTo("one\ntwo\n");
    assertThat(kubectl("logs", "p", "--tail=1")).isEqualTo("two\n");
    assertThat(kubectl("describe", "pod", "p")).contains("something broke");
    assertThat(kubectl("get", "pods")).containsPattern("p +0/1 +Running +0");
    assertThat(kubectl("get", "all")).contains("pod/p");
    kubectl("delete", "pod", "p", "--timeout=20s");
  }

  @Test
  void saysWhatItServes() throws Exception {
    assertThat(kubectl("version")).contains("Server Version: v1.32");
    assertThat(kubectl("api-resources")).contains("widgets", "lab.example/v1");
    assertThat(kubectl("wait", "--for=condition=Established", "crd/widgets.lab.example"))
        .contains("condition met");
    assertThat(refused("get", "replicationsources"))
        .contains("the server doesn't have a resource type \"replicationsources\"");
    assertThat(kubectl("get", "--raw", "/readyz")).isEqualTo("ok");
  }
}
