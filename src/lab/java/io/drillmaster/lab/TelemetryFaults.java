package io.drillmaster.lab;

import io.drillmaster.lab.telemetry.Mode;
import io.drillmaster.lab.telemetry.Trouble;
import java.util.List;
import java.util.stream.Stream;

/** What goes wrong with the telemetry of the last cluster on its way to the hub. */
final class TelemetryFaults {
  private TelemetryFaults() {}

  static FaultFamily<TelemetryStage> family() {
    return new FaultFamily<>(
        "telemetry",
        Lab::telemetryStage,
        TelemetryStage::reset,
        Stream.of(samples(), agents(), nonces(), metricsStore(), lines(), logStore())
            .flatMap(List::stream)
            .toList());
  }

  private static List<Scenario<TelemetryStage>> samples() {
    return List.of(
        metrics(
            "vmagent-dead",
            "samples-old",
            Trouble.AGENT_DEAD,
            "vmagent was killed five minutes ago"),
        metrics(
            "vmagent-never",
            "samples-missing",
            Trouble.AGENT_NEVER,
            "vmagent has never sent anything"),
        metrics(
            "samples-unnamed",
            "samples-mislabelled",
            Trouble.SAMPLES_UNNAMED,
            "the label of the cluster got lost in relabelling"),
        metrics(
            "samples-misnamed",
            "samples-mislabelled",
            Trouble.SAMPLES_MISNAMED,
            "the label of the cluster has another value since an upgrade"),
        metrics(
            "samples-ahead",
            "samples-from-future",
            Trouble.CLOCK_AHEAD,
            "the clock of the cluster is four minutes ahead"));
  }

  private static List<Scenario<TelemetryStage>> agents() {
    return List.of(
        metrics(
            "vmagent-drops",
            "samples-dropped",
            Trouble.AGENT_DROPS,
            "vmagent is up and drops blocks that the hub refuses"),
        metrics(
            "vmagent-refused",
            "writes-refused",
            Trouble.WRITES_REFUSED,
            "the hub answers some of vmagent's writes with 429"),
        metrics(
            "vmagent-queue",
            "writes-pending",
            Trouble.QUEUE_GROWS,
            "the queue of vmagent grows since five minutes"),
        metrics(
            "vmagent-unscraped",
            "shipper-unseen",
            Trouble.AGENT_UNSCRAPED,
            "samples arrive, but not vmagent's own counters"));
  }

  private static List<Scenario<TelemetryStage>> nonces() {
    return List.of(
        metrics(
            "nonces-missing",
            "nonce-missing",
            Trouble.NO_NONCES,
            "the daemon in the cluster sends no nonces"),
        metrics(
            "nonces-still",
            "nonce-old",
            Trouble.NONCES_STAND_STILL,
            "a cache before the daemon gives vmagent the same page again and again"),
        metrics(
            "telemetry-lossy",
            "nonces-lost",
            Trouble.LOSSY,
            "the path to the hub loses a third of everything"));
  }

  private static List<Scenario<TelemetryStage>> metricsStore() {
    return List.of(
        metrics("metrics-partial", "answer-partial", Mode.PARTIAL, "a vmstorage does not answer"),
        metrics("metrics-slow", "query-slow", Mode.SLOW, "a small query takes two seconds"),
        metrics("metrics-html", "http-html", Mode.HTML, "a login page answers for the metrics"),
        metrics("metrics-garbage", "http-not-understood", Mode.GARBAGE, "the answer breaks off"),
        metrics("metrics-sick", "http-server-error", Mode.SICK, "the metrics store answers 503"),
        metrics("metrics-refuses", "http-refused", Mode.REFUSING, "the token is not accepted"),
        metrics("metrics-hangs", "http-timeout", Mode.HANGING, "the metrics store never answers"),
        metrics("metrics-down", "http-connect", Mode.DOWN, "the metrics store is gone"));
  }

  private static List<Scenario<TelemetryStage>> lines() {
    return List.of(
        logs(
            "fluent-bit-dead",
            "lines-old",
            Trouble.SHIPPER_DEAD,
            "fluent-bit was killed five minutes ago"),
        logs(
            "fluent-bit-silent",
            "lines-not-shipped",
            Trouble.SHIPS_NOTHING,
            "fluent-bit runs, takes lines and ships none"),
        logs(
            "lines-unnamed",
            "lines-mislabelled",
            Trouble.LINES_UNNAMED,
            "the field of the cluster got lost"),
        logs(
            "fluent-bit-drops",
            "lines-dropped",
            Trouble.SHIPPER_DROPS,
            "fluent-bit gives lines up"),
        logs(
            "fluent-bit-retries",
            "shipping-errors",
            Trouble.SHIPPER_RETRIES,
            "fluent-bit must try again and again"));
  }

  private static List<Scenario<TelemetryStage>> logStore() {
    return List.of(
        logs("logs-html", "http-html", Mode.HTML, "a login page answers for the logs"),
        logs("logs-garbage", "http-not-understood", Mode.GARBAGE, "the answer breaks off"),
        logs("logs-sick", "http-server-error", Mode.SICK, "the log store answers 503"),
        logs("logs-down", "http-connect", Mode.DOWN, "the log store is gone"));
  }

  private static Scenario<TelemetryStage> metrics(
      String name, String code, Trouble trouble, String meaning) {
    return Scenario.of(
        Fault.seenByProbe(name, code, meaning),
        TelemetryStage::metrics,
        stage -> stage.hub().suffers(stage.sender(), trouble));
  }

  private static Scenario<TelemetryStage> metrics(
      String name, String code, Mode mode, String meaning) {
    return Scenario.of(
        Fault.seenByProbe(name, code, meaning),
        TelemetryStage::metrics,
        stage -> stage.hub().metricsBehave(mode));
  }

  private static Scenario<TelemetryStage> logs(
      String name, String code, Trouble trouble, String meaning) {
    return Scenario.of(
        Fault.seenByProbe(name, code, meaning),
        TelemetryStage::logs,
        stage -> stage.hub().suffers(stage.sender(), trouble));
  }

  private static Scenario<TelemetryStage> logs(
      String name, String code, Mode mode, String meaning) {
    return Scenario.of(
        Fault.seenByProbe(name, code, meaning),
        TelemetryStage::logs,
        stage -> stage.hub().logsBehave(mode));
  }
}
