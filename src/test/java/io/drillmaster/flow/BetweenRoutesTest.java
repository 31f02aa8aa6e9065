package io.drillmaster.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.ConfigLoader;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.http.TlsHandshake;
import io.drillmaster.http.Trust;
import io.drillmaster.lab.sso.LabAuthentik;
import io.drillmaster.lab.sso.LabClient;
import io.drillmaster.lab.tls.LabAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the configuration through the real routes, camel-http among them, to the board. */
class BetweenRoutesTest extends CamelMainTestSupport {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path folder;
  private static LabAuthentik authentik;
  private static Trust trust;
  private static DrillmasterConfig config;

  private final StatusBoard board = new StatusBoard();
  private final Rounds rounds = new Rounds(board, CLOCK);
  private final RoundStarter starter = new RoundStarter(rounds, this::producer, CLOCK);
  private final ProbeRunner runner = new ProbeRunner(CLOCK, 4, (target, defect) -> {});
  private CamelHttp http;
  private TlsHandshake handshake;

  @BeforeAll
  static void startTheServer() throws Exception {
    LabAuthority authority = LabAuthority.create("Lab Root");
    trust = Trust.with(Files.writeString(folder.resolve("ca.pem"), authority.pem()));
    Files.writeString(folder.resolve("secret"), "labsecret");
    authentik =
        LabAuthentik.start(CLOCK, authority, List.of(new LabClient("odoo", "id", "labsecret", "")));
    String url = authentik.url();
    Path file =
        Files.writeString(
            folder.resolve("drillmaster.yaml"),
            """
            clusters:
              - {name: east, api: {inCluster: true}}
              - {name: west, api: {kubeconfig: none, context: west}}
            probes:
              sso: {every: 1h}
              network-path: {every: 1h}
            sso:
              url: %s
              applications: [{slug: odoo, client: {id: id, secret: {file: secret}}}]
            paths:
              - {name: sign-on, from: east, to: hub, protocol: https, host: localhost, port: %s, path: /-/health/live/}
              - {name: nowhere, from: east, to: hub, protocol: https, host: no-such-host.invalid}
              - {name: other, from: west, to: hub, protocol: tcp, host: localhost, port: 1}
            """
                .formatted(url, url.replaceAll(".*:", "")));
    config = ConfigLoader.loadWithoutFiles(file);
  }

  @AfterAll
  static void stopTheServer() {
    authentik.close();
  }

  private ProducerTemplate producer() {
    return context.createProducerTemplate();
  }

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern(
        "file:routes/probe-sso.camel.yaml,file:routes/probe-network-path.camel.yaml,"
            + "file:routes/http.camel.yaml,file:routes/results.camel.yaml,"
            + "file:routes/errors.camel.yaml,file:routes/schedule.camel.yaml");
    DrillmasterConfig only =
        new DrillmasterConfig(
            config.clusters(),
            java.util.Map.of(
                "sso", config.probes().get("sso"),
                "network-path", config.probes().get("network-path")),
            config.api(),
            config.management(),
            config.store(),
            config.between());
    main.addRoutesBuilder(new ProbeTemplates(only, rounds));
  }

  @Override
  protected void bindToRegistry(Registry registry) throws Exception {
    http = new CamelHttp(this::producer, trust.context());
    handshake = new TlsHandshake(CLOCK, trust);
    http.beans().forEach(registry::bind);
    registry.bind("handshake", handshake);
    registry.bind("between", config.between());
    config.clusters().forEach(cluster -> registry.bind("config-" + cluster.name(), cluster));
    config.probes().forEach((name, settings) -> registry.bind("settings-" + name, settings));
    registry.bind("rounds", rounds);
    registry.bind("starter", starter);
    registry.bind("board", board);
    registry.bind("look", new LookProcessor(runner));
  }

  @AfterEach
  void close() {
    starter.close();
    runner.close();
    http.close();
    handshake.close();
  }

  private List<String> board() {
    return board.standings().stream().map(BetweenRoutesTest::word).toList();
  }

  private static String word(Standing standing) {
    return standing.latest().target()
        + standing.latest().findings().stream()
            .map(Finding::code)
            .map(c -> " " + c)
            .toList()
            .toString();
  }

  @Test
  void whatIsDeclaredIsLookedAtWhereTheDaemonRuns() {
    starter.scheduled("east", "sso");
    starter.scheduled("east", "network-path");
    starter.scheduled("west", "network-path");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(board())
                    .containsExactlyInAnyOrder(
                        "east/sso/discovery[]",
                        "east/sso/localhost[]",
                        "east/sso/odoo[]",
                        "east/network-path/discovery[]",
                        "east/network-path/sign-on[]",
                        "east/network-path/nowhere[ path-dns]",
                        "west/network-path/discovery[]",
                        "west/network-path/other[ path-not-seen-here]"));
    assertThat(context.getRoutes()).noneMatch(route -> route.getId().equals("probe-sso-west"));
  }
}
