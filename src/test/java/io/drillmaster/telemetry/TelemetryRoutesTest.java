package io.drillmaster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.LogsConfig;
import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.config.TelemetryConfig.Tenant;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.flow.Rounds;
import io.drillmaster.kube.FakeCluster;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates give the clusters of the configuration to their judges. */
class TelemetryRoutesTest extends CamelMainTestSupport {
  private static final URI HUB = URI.create("http://hub:1");

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern(
        "file:routes/probe-telemetry-metrics.camel.yaml,"
            + "file:routes/probe-telemetry-logs.camel.yaml,"
            + "file:routes/errors.camel.yaml");
    main.addRoutesBuilder(
        new RouteBuilder() {
          @Override
          public void configure() {
            templatedRoute("probe-telemetry-metrics").parameter("cluster", "infra");
            templatedRoute("probe-telemetry-logs").parameter("cluster", "infra");
            from("direct:judge").to("mock:judge");
            from("direct:results").to("mock:results");
          }
        });
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    MetricsConfig metrics =
        new MetricsConfig(HUB, "cluster", List.of("a", "b"), "up", true, Optional.empty());
    LogsConfig logs =
        new LogsConfig(HUB, "cluster", List.of("a", "b"), new Tenant(0, 0), true, Optional.empty());
    NonceConfig nonce = new NonceConfig(false, List.of(), Duration.ofMinutes(1));
    registry.bind(
        "telemetry-infra", new TelemetryConfig(Optional.of(metrics), Optional.of(logs), nonce));
    registry.bind("cluster-infra", new FakeCluster());
    registry.bind("http", new FakeStores(Clock.systemUTC()));
    registry.bind("settings-telemetry-metrics", MetricsProbeTest.settings());
    registry.bind("settings-telemetry-logs", MetricsProbeTest.settings());
    registry.bind("clock", Clock.systemUTC());
    registry.bind("rounds", new Rounds(new StatusBoard(), Clock.systemUTC()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"telemetry-metrics", "telemetry-logs"})
  void eachClusterThatSendsIsATarget(String probe) throws Exception {
    var judged = getMockEndpoint("mock:judge");
    judged.reset();
    judged.expectedMessageCount(1);
    template.sendBody("direct:probe-" + probe + "-infra", "");
    judged.assertIsSatisfied();
    Discovery<?> found = judged.getExchanges().get(0).getMessage().getBody(Discovery.class);
    assertThat(found.probe().name()).isEqualTo(probe);
    assertThat(found.subjects())
        .extracting(subject -> subject.target().toString())
        .containsExactly("infra/" + probe + "/a", "infra/" + probe + "/b");
  }
}
