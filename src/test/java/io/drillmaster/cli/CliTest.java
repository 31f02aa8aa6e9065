package io.drillmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private boolean started;

  private final class FakeProgram implements Program {
    @Override
    public Daemon start(DrillmasterConfig config) {
      started = true;
      throw new CannotStartException(
          List.of("api.port: cannot listen on 127.0.0.1:8080"), "ss -ltnp");
    }

    @Override
    public List<PlanFactory> kinds(DrillmasterConfig config) {
      return List.of(new FakeKind());
    }
  }

  private static final class FakeKind implements PlanFactory {
    @Override
    public String kind() {
      return "look-around";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Plan plan(RunRequest request) throws InvalidRunException {
      if (!request.parameters().isEmpty()) {
        throw new InvalidRunException("/extra", "is not known");
      }
      return Plan.verification(
          "look-around",
          new Target(request.cluster(), "look-around", "", "all"),
          List.of(Phase.of("look", Duration.ofMinutes(5), context -> {})));
    }
  }

  private int run(String... arguments) {
    CommandLine line = Cli.of(new FakeProgram());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String valid() throws IOException {
    Files.writeString(
        directory.resolve("kubeconfig"),
        """
        contexts: [{name: east, context: {cluster: east, user: east}}]
        clusters: [{name: east}]
        users: [{name: east}]
        """);
    Path file = directory.resolve("valid.yaml");
    Files.writeString(
        file, "clusters: [{name: east, api: {kubeconfig: ./kubeconfig, context: east}}]\n");
    return file.toString();
  }

  private String broken() throws IOException {
    Path file = directory.resolve("broken.yaml");
    Files.writeString(file, "clusterz: []\nprobes: {volsync: {every: often}}\n");
    return file.toString();
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("drillmaster ").contains(" on Java ");
    assertThat(run("--version")).isZero();
  }

  @Test
  void knowsExactlyTheCommandsThatWork() {
    assertThat(Cli.of(new FakeProgram()).getSubcommands().keySet())
        .containsExactlyInAnyOrder("run", "validate", "render", "version");
  }

  @Test
  void anUnknownCommandOrOptionIsAUsageError() {
    assertThat(run("sing")).isEqualTo(64);
    assertThat(run("run", "--loud")).isEqualTo(64);
    assertThat(run("render")).isEqualTo(64);
    assertThat(run()).isEqualTo(64);
  }

  @Test
  void aBrokenConfigurationStartsNothingAndSaysEverything() throws IOException {
    assertThat(run("run", "--config", broken())).isEqualTo(2);
    assertThat(started).isFalse();
    assertThat(err.toString())
        .contains("clusterz")
        .contains("probes.volsync.every")
        .contains("next: ");
  }

  @Test
  void whyTheDaemonCannotStartIsSaidWithTheNextCommand() throws IOException {
    assertThat(run("run", "--config", valid())).isEqualTo(2);
    assertThat(err.toString())
        .contains("api.port: cannot listen on 127.0.0.1:8080")
        .contains("next: ss -ltnp")
        .doesNotContain("Exception");
  }

  @Test
  void validateTellsAValidConfigurationFromABrokenOne() throws IOException {
    assertThat(run("validate", "--config", valid())).isZero();
    assertThat(run("validate", "--config", broken())).isEqualTo(1);
    assertThat(err.toString()).contains("is not valid: 3 problems");
  }

  @Test
  void renderPrintsThePhasesOfAPlan() throws IOException {
    assertThat(run("render", "look-around", "--cluster", "east", "-c", valid())).isZero();
    assertThat(out.toString())
        .contains("look-around on east (all), at most 5m")
        .contains(" 1. look ")
        .contains("reads only");
  }

  @Test
  void renderSaysWhatIsWrongWithTheRequest() throws IOException {
    assertThat(run("render", "look-around", "-p", "extra=1", "-c", valid())).isEqualTo(1);
    assertThat(err.toString()).contains("extra: is not known");
    assertThat(run("render", "dance", "-c", valid())).isEqualTo(1);
    assertThat(err.toString()).contains("Known: look-around");
  }
}
