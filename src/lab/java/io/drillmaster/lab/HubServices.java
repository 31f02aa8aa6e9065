package io.drillmaster.lab;

import io.drillmaster.lab.network.Gateway;
import io.drillmaster.lab.sso.LabAuthentik;
import io.drillmaster.lab.sso.LabClient;
import io.drillmaster.lab.tls.LabAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** What the spoke of a lab needs of its hub: people log in there, and a path leads there. */
final class HubServices implements AutoCloseable {
  private final String secret = "labsecret" + UUID.randomUUID().toString().replace("-", "");
  private final LabAuthority authority = LabAuthority.create("Lab Root");
  private final String hub;
  private final String spoke;
  private final LabAuthentik authentik;
  private final Gateway gateway;

  private HubServices(String hub, String spoke) {
    this.hub = hub;
    this.spoke = spoke;
    this.authentik =
        LabAuthentik.start(
            Clock.systemUTC(),
            authority,
            List.of(
                new LabClient("odoo", "lab-odoo", secret, ""),
                new LabClient("n8n", "lab-n8n", secret, "drillmaster")));
    this.gateway = Gateway.start(Clock.systemUTC(), authority);
  }

  /**
   * @param hub name of the first cluster
   * @param spoke name of the last one
   */
  static HubServices start(String hub, String spoke) {
    return new HubServices(hub, spoke);
  }

  String spoke() {
    return spoke;
  }

  LabAuthentik authentik() {
    return authentik;
  }

  Gateway gateway() {
    return gateway;
  }

  String secret() {
    return secret;
  }

  /** The sections of a configuration, and the files that they refer to beside it. */
  String configuration(Path directory) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), authority.pem());
    Files.writeString(directory.resolve("sso-secret"), secret + "\n");
    String url = authentik.url();
    return """
        tls: {authorities: ca.pem}
        sso:
          url: %1$s
          applications:
            - {slug: odoo, client: {id: lab-odoo, secret: {file: sso-secret}}}
            - {slug: n8n, client: {id: lab-n8n, account: drillmaster, secret: {file: sso-secret}}}
        paths:
          - {name: hub-gateway, from: %2$s, to: %3$s, protocol: https, host: localhost, port: %4$d, path: /health}
          - {name: hub-sign-on, from: %2$s, to: %3$s, protocol: tls, host: localhost, port: %5$s}
        """
        .formatted(url, spoke, hub, gateway.port(), url.replaceAll(".*:", ""));
  }

  @Override
  public void close() {
    authentik.close();
    gateway.close();
  }
}
