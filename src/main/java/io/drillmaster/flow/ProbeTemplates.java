package io.drillmaster.flow;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * Makes routes of the templates {@code probe-<name>}: one for each cluster and each probe that the
 * configuration enables, and a schedule beside it. A new probe is a new template; nothing changes
 * here.
 */
public final class ProbeTemplates extends RouteBuilder {
  private static final String PREFIX = "probe-";

  private final DrillmasterConfig config;
  private final Rounds rounds;
  private final List<Lane> lanes = new ArrayList<>();

  public ProbeTemplates(DrillmasterConfig config, Rounds rounds) {
    this.config = config;
    this.rounds = rounds;
  }

  @Override
  public void configure() {
    for (ClusterConfig cluster : config.clusters()) {
      config.probes().forEach((probe, settings) -> add(cluster, probe, settings));
    }
  }

  private void add(ClusterConfig cluster, String probe, ProbeSettings settings) {
    if (!config.looks(probe, cluster)) {
      return;
    }
    Lane lane =
        new Lane(
            cluster.name(),
            probe,
            settings.every(),
            settings.deadline(),
            cluster.excludedNamespaces());
    rounds.add(lane);
    lanes.add(lane);
    templatedRoute(PREFIX + probe).routeId(PREFIX + lane.id()).parameter("cluster", lane.cluster());
    templatedRoute("schedule")
        .routeId("schedule-" + lane.id())
        .parameter("cluster", lane.cluster())
        .parameter("probe", probe)
        .parameter("everyMillis", String.valueOf(lane.every().toMillis()))
        .parameter("delayMillis", String.valueOf(offset(lane).minus(lane.every()).toMillis()));
  }

  /** When within its interval a probe looks: always the same, and spread over the estate. */
  static Duration offset(Lane lane) {
    CRC32 hash = new CRC32();
    hash.update(lane.id().getBytes(StandardCharsets.UTF_8));
    return Duration.ofMillis(hash.getValue() % lane.every().toMillis());
  }

  private Optional<RouteTemplateDefinition> template(String probe) {
    ModelCamelContext model = (ModelCamelContext) getContext();
    return Optional.ofNullable(model.getRouteTemplateDefinition(PREFIX + probe));
  }

  /** The lanes that were made, in the order of the configuration. */
  List<Lane> lanes() {
    return List.copyOf(lanes);
  }

  /**
   * The kinds whose changes a probe wants to judge at once: the parameter {@code watch} of its
   * template, {@code group/version/plural/Kind}, several with commas between them.
   */
  List<String> watchedKinds(String probe) {
    return template(probe).stream()
        .flatMap(template -> template.getTemplateParameters().stream())
        .filter(parameter -> parameter.getName().equals("watch"))
        .flatMap(parameter -> Stream.of(parameter.getDefaultValue().split("\\s*,\\s*")))
        .toList();
  }
}
