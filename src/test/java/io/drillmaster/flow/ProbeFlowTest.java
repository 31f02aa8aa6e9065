package io.drillmaster.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from a schedule to the board, through the real routes and a probe made for the test. */
class ProbeFlowTest extends CamelMainTestSupport {
  private final Clock clock = Clock.systemUTC();
  private final StatusBoard board = new StatusBoard();
  private final Rounds rounds = new Rounds(board, clock);
  private final RoundStarter starter = new RoundStarter(rounds, this::producer, clock);
  private final ProbeRunner runner = new ProbeRunner(clock, 4, (target, defect) -> {});
  private final ProbeSettings settings =
      new ProbeSettings(true, Duration.ofMillis(200), Duration.ofMillis(500), Map.of("size", 1));
  private final DrillmasterConfig config =
      new DrillmasterConfig(
          List.of(cluster("east"), cluster("west")),
          Map.of("sample", settings),
          new DrillmasterConfig.ApiConfig("127.0.0.1", 0, Optional.empty(), false),
          new DrillmasterConfig.ManagementConfig("127.0.0.1", 0),
          new DrillmasterConfig.StoreConfig(
              Path.of("target"), Duration.ofDays(1), Duration.ofDays(1)));

  private ProducerTemplate producer() {
    return context.createProducerTemplate();
  }

  private static ClusterConfig cluster(String name) {
    return new ClusterConfig(
        name, "", new DrillmasterConfig.ClusterAccess.InCluster(), List.of("left-out"));
  }

  @Override
  protected void configure(MainConfigurationProperties main) {
    SampleProbe.WORLD.put("east", List.of("good", "bad"));
    SampleProbe.WORLD.put("west", List.of("good"));
    main.setRoutesIncludePattern(
        "file:routes/results.camel.yaml,file:routes/errors.camel.yaml,"
            + "file:routes/schedule.camel.yaml,classpath:routes/probe-sample.camel.yaml");
    main.addRoutesBuilder(new ProbeTemplates(config, rounds));
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("rounds", rounds);
    registry.bind("starter", starter);
    registry.bind("board", board);
    registry.bind("look", new LookProcessor(runner));
    registry.bind("settings-sample", settings);
  }

  @AfterEach
  void close() {
    starter.close();
    runner.close();
  }

  private List<String> statuses() {
    return board.standings().stream()
        .map(s -> s.latest().target().cluster() + "/" + s.latest().target().path() + " " + word(s))
        .toList();
  }

  private static String word(Standing standing) {
    return standing.latest().findings().stream()
        .map(Finding::code)
        .findFirst()
        .orElse(standing.latest().status().name());
  }

  private void becomes(String... expected) {
    await()
        .atMost(10, SECONDS)
        .untilAsserted(() -> assertThat(statuses()).containsExactlyInAnyOrder(expected));
  }

  @Test
  void aScheduleLeadsToAResultOfEveryTargetInEveryCluster() {
    becomes(
        "east/discovery OK",
        "east/ns/bad sample-bad",
        "east/ns/good OK",
        "west/discovery OK",
        "west/ns/good OK");
  }

  @Test
  void whatIsGoneIsRetiredAndAnEmptyListIsUnknown() {
    becomes(
        "east/discovery OK",
        "east/ns/bad sample-bad",
        "east/ns/good OK",
        "west/discovery OK",
        "west/ns/good OK");
    SampleProbe.WORLD.put("west", List.of());
    SampleProbe.WORLD.put("east", List.of("good"));
    becomes("east/discovery OK", "east/ns/good OK", "west/discovery nothing-found");
  }

  @Test
  void whenTheDiscoveryFailsEveryKnownTargetIsUnknownByThatCause() {
    becomes(
        "east/discovery OK",
        "east/ns/bad sample-bad",
        "east/ns/good OK",
        "west/discovery OK",
        "west/ns/good OK");
    SampleProbe.WORLD.put("east", List.of("FORBIDDEN"));
    becomes(
        "east/discovery forbidden",
        "east/ns/bad forbidden",
        "east/ns/good forbidden",
        "west/discovery OK",
        "west/ns/good OK");
    assertThat(board.standings().get(1).latest().findings().get(0).cause().orElseThrow())
        .hasToString("east/sample/discovery");
    SampleProbe.WORLD.put("east", List.of("good"));
    becomes("east/discovery OK", "east/ns/good OK", "west/discovery OK", "west/ns/good OK");
  }

  @Test
  void targetsThatHangBecomeUnknownAndTheOthersGoOn() {
    SampleProbe.WORLD.put("east", List.of("hangs-1", "hangs-2", "hangs-3", "hangs-4", "good"));
    becomes(
        "east/discovery OK",
        "east/ns/good OK",
        "east/ns/hangs-1 deadline-exceeded",
        "east/ns/hangs-2 deadline-exceeded",
        "east/ns/hangs-3 deadline-exceeded",
        "east/ns/hangs-4 deadline-exceeded",
        "west/discovery OK",
        "west/ns/good OK");
  }

  @Test
  void aRunLooksAnewAndGetsEveryResult() {
    becomes(
        "east/discovery OK",
        "east/ns/bad sample-bad",
        "east/ns/good OK",
        "west/discovery OK",
        "west/ns/good OK");
    var start = clock.instant();
    List<ProbeResult> results =
        new CamelProbeRounds(rounds, board, starter, clock)
            .probe("east", "sample", start, Deadline.in(Duration.ofSeconds(5), clock));
    assertThat(results)
        .hasSize(3)
        .allSatisfy(
            result -> assertThat(result.startedAt()).isAfterOrEqualTo(start.minusMillis(1)));
    assertThat(results).extracting(ProbeResult::status).contains(Status.CRITICAL, Status.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SLOW-LIST", "STUCK-LIST"})
  void aListThatHangsIsTheAnswerUnknownUntilItComesBack(String list) {
    SampleProbe.WORLD.put("east", List.of("good"));
    becomes("east/discovery OK", "east/ns/good OK", "west/discovery OK", "west/ns/good OK");
    SampleProbe.freed = new CountDownLatch(1);
    SampleProbe.WORLD.put("east", List.of(list));
    becomes(
        "east/discovery deadline-exceeded",
        "east/ns/good deadline-exceeded",
        "west/discovery OK",
        "west/ns/good OK");
    SampleProbe.WORLD.put("east", List.of("good"));
    SampleProbe.freed.countDown();
    becomes("east/discovery OK", "east/ns/good OK", "west/discovery OK", "west/ns/good OK");
  }

  @Test
  void whatFailsBecauseTheDaemonEndsIsNobodysFault() {
    SampleProbe.WORLD.put("east", List.of("good"));
    becomes("east/discovery OK", "east/ns/good OK", "west/discovery OK", "west/ns/good OK");
    SampleProbe.freed = new CountDownLatch(1);
    SampleProbe.WORLD.put("east", List.of("SLOW-LIST"));
    await().pollDelay(Duration.ofMillis(300)).until(() -> true); // its list hangs now
    starter.close();
    await()
        .during(Duration.ofMillis(500))
        .until(() -> board.standings().stream().allMatch(s -> s.latest().status() == Status.OK));
  }
}
