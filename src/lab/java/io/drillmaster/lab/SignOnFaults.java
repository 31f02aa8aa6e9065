package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.sso.LabAuthentik;
import io.drillmaster.lab.sso.SsoTrouble;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What goes wrong with the sign-on service of the hub. */
final class SignOnFaults {
  private SignOnFaults() {}

  static FaultFamily<HubServices> family() {
    List<Scenario<HubServices>> all =
        Stream.of(service(), certificates(), providers(), tokens(), survived())
            .flatMap(List::stream)
            .toList();
    return new FaultFamily<>("sso", Lab::hubServices, hub -> hub.authentik().heal(), all);
  }

  private static List<Scenario<HubServices>> service() {
    return List.of(
        ofService(
            "sso-off",
            "sso-unreachable",
            "the hub's Authentik is turned off",
            LabAuthentik::turnOff),
        ofService(
            "sso-login-page",
            "sso-login-page",
            "health is answered by a login page, with status 200",
            in(SsoTrouble.PAGE_AS_HEALTH)),
        ofService(
            "sso-proxy",
            "sso-login-page",
            "a proxy in front sends everybody to its own login",
            in(SsoTrouble.REDIRECTS)),
        ofService(
            "sso-not-live",
            "sso-not-live",
            "Authentik says that it does not live",
            in(SsoTrouble.NOT_LIVE)),
        ofService(
            "sso-not-ready",
            "sso-not-ready",
            "Authentik has lost its database",
            in(SsoTrouble.NOT_READY)));
  }

  private static List<Scenario<HubServices>> certificates() {
    return List.of(
        ofService(
            "sso-certificate-expiring",
            "certificate-expiring",
            "Authentik's certificate has three days left",
            authentik -> authentik.certificateEndsIn(Duration.ofDays(3))),
        ofService(
            "sso-certificate-expired",
            "certificate-expired",
            "Authentik's certificate expired yesterday",
            authentik -> authentik.certificateEndsIn(Duration.ofDays(-1))),
        ofService(
            "sso-certificate-unknown",
            "sso-unreachable",
            "Authentik shows a certificate that nobody trusts",
            LabAuthentik::certificateOfNobody),
        ofService(
            "sso-certificate-other-host",
            "sso-unreachable",
            "Authentik shows the certificate of another host",
            authentik -> authentik.certificateFor("elsewhere.example.org")));
  }

  private static List<Scenario<HubServices>> providers() {
    return List.of(
        ofApplication(
            "sso-no-provider",
            "sso-discovery-broken",
            "the application has lost its OAuth2 provider",
            in(SsoTrouble.NO_PROVIDER)),
        ofApplication(
            "sso-half-a-document",
            "sso-discovery-broken",
            "the discovery document breaks off",
            in(SsoTrouble.HALF_A_DOCUMENT)),
        ofApplication(
            "sso-no-keys-named",
            "sso-discovery-broken",
            "the discovery document names no signing keys",
            in(SsoTrouble.NO_KEYS_NAMED)),
        ofApplication(
            "sso-other-host",
            "sso-discovery-broken",
            "clients are sent to another host for their tokens",
            in(SsoTrouble.OTHER_HOST)),
        ofApplication(
            "sso-other-issuer",
            "sso-issuer-wrong",
            "the issuer follows a name inside the cluster",
            in(SsoTrouble.OTHER_ISSUER)),
        ofApplication(
            "sso-no-signing-key",
            "sso-jwks-empty",
            "the provider has no signing key",
            in(SsoTrouble.NO_SIGNING_KEY)),
        ofApplication(
            "sso-keys-away",
            "sso-jwks-broken",
            "the signing keys are gone",
            in(SsoTrouble.KEYS_AWAY)),
        ofApplication(
            "sso-keys-exchanged",
            "sso-jwks-changed",
            "all signing keys were exchanged at once",
            LabAuthentik::exchangeKeys),
        ofApplication(
            "sso-slow", "sso-slow", "discovery takes two and a half seconds", in(SsoTrouble.SLOW)));
  }

  private static List<Scenario<HubServices>> tokens() {
    return List.of(
        ofApplication(
            "sso-grant-refused",
            "sso-token-refused",
            "the provider no longer allows client credentials",
            in(SsoTrouble.GRANT_REFUSED)),
        ofApplication(
            "sso-secret-changed",
            "sso-token-refused",
            "the client has another secret",
            LabAuthentik::changeSecret),
        ofApplication(
            "sso-foreign-signature",
            "sso-token-invalid",
            "tokens are signed with a key that is not published",
            in(SsoTrouble.FOREIGN_SIGNATURE)),
        ofApplication(
            "sso-forged-signature",
            "sso-token-invalid",
            "the signature does not fit the published key",
            in(SsoTrouble.FORGED_SIGNATURE)),
        ofApplication(
            "sso-expired-token",
            "sso-token-invalid",
            "tokens have expired when they are issued",
            in(SsoTrouble.EXPIRED_TOKEN)),
        ofApplication(
            "sso-other-audience",
            "sso-token-invalid",
            "tokens are for another client",
            in(SsoTrouble.OTHER_AUDIENCE)));
  }

  private static List<Scenario<HubServices>> survived() {
    return List.of(
        ofService(
            "sso-certificate-renewed",
            Fault.SURVIVED,
            "Authentik's certificate was renewed",
            authentik -> authentik.certificateEndsIn(Duration.ofDays(90))),
        ofApplication(
            "sso-key-added",
            Fault.SURVIVED,
            "a signing key came to the one that is there, and signs from now on",
            LabAuthentik::addKey));
  }

  private static Consumer<LabAuthentik> in(SsoTrouble trouble) {
    return authentik -> authentik.trouble(trouble);
  }

  private static Scenario<HubServices> ofService(
      String name, String code, String meaning, Consumer<LabAuthentik> breaking) {
    return of(name, code, meaning, "localhost", breaking);
  }

  private static Scenario<HubServices> ofApplication(
      String name, String code, String meaning, Consumer<LabAuthentik> breaking) {
    return of(name, code, meaning, "odoo", breaking);
  }

  private static Scenario<HubServices> of(
      String name, String code, String meaning, String target, Consumer<LabAuthentik> breaking) {
    return Scenario.of(
        Fault.seenByProbe(name, code, meaning),
        hub -> new Target(hub.spoke(), "sso", "", target),
        hub -> breaking.accept(hub.authentik()));
  }
}
