package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.network.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What goes wrong with a path from the spoke to the hub. That its name does not resolve is no fault
 * of the lab: it has no name server of its own.
 */
final class PathFaults {
  private PathFaults() {}

  static FaultFamily<HubServices> family() {
    return new FaultFamily<>(
        "network-path", Lab::hubServices, hub -> hub.gateway().heal(), scenarios());
  }

  private static List<Scenario<HubServices>> scenarios() {
    return List.of(
        of("path-refused", "path-connect", "the hub's gateway is turned off", Gateway::turnOff),
        of(
            "path-proxy",
            "path-tls",
            "a proxy between the clusters shows its own certificate",
            Gateway::certificateOfAProxy),
        of(
            "path-other-host",
            "path-tls",
            "the hub's gateway shows the certificate of another host",
            gateway -> gateway.certificateFor("elsewhere.example.org")),
        of(
            "path-certificate-expiring",
            "certificate-expiring",
            "the certificate of the hub's gateway has three days left",
            gateway -> gateway.certificateEndsIn(Duration.ofDays(3))),
        of(
            "path-certificate-expired",
            "certificate-expired",
            "the certificate of the hub's gateway expired yesterday",
            gateway -> gateway.certificateEndsIn(Duration.ofDays(-1))),
        of(
            "path-no-endpoints",
            "path-http",
            "the hub's gateway answers 503",
            gateway -> gateway.answer(503)),
        of(
            "path-login",
            "path-http",
            "the hub's gateway sends everybody to a login",
            gateway -> gateway.answer(302)),
        of(
            "path-silent",
            "path-http",
            "the hub's gateway takes requests and never answers",
            gateway -> gateway.pause(Duration.ofSeconds(20))),
        of(
            "path-slow",
            "path-slow",
            "the hub's gateway takes two and a half seconds to answer",
            gateway -> gateway.pause(Duration.ofMillis(2500))));
  }

  private static Scenario<HubServices> of(
      String name, String code, String meaning, Consumer<Gateway> breaking) {
    return Scenario.of(
        Fault.seenByProbe(name, code, meaning),
        hub -> new Target(hub.spoke(), "network-path", "", "hub-gateway"),
        hub -> breaking.accept(hub.gateway()));
  }
}
