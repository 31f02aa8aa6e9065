package io.drillmaster.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.Between;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.SsoConfig;
import io.drillmaster.config.SsoConfig.Application;
import io.drillmaster.config.SsoConfig.Client;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.http.TlsHandshake;
import io.drillmaster.http.Trust;
import io.drillmaster.lab.sso.LabAuthentik;
import io.drillmaster.lab.sso.LabClient;
import io.drillmaster.lab.sso.SsoTrouble;
import io.drillmaster.lab.tls.LabAuthority;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsoProbeTest {
  private static final String PLANTED = "planted-4711-secret-of-the-client";
  private static final LabAuthority AUTHORITY = LabAuthority.create("Lab Root");
  private static final LabClient ODOO = new LabClient("odoo", "id-of-odoo", PLANTED, "");
  private static final LabClient N8N = new LabClient("n8n", "id-of-n8n", PLANTED, "drillmaster");
  private static final LabClient WIKI = new LabClient("wiki", "id-of-wiki", PLANTED, "");

  @TempDir static Path folder;
  private static TickingClock clock;
  private static LabAuthentik authentik;
  private static TlsHandshake handshake;
  private static LabHttp http;
  private SsoProbe probe;

  @BeforeAll
  static void start() throws Exception {
    clock = new TickingClock(Clock.systemUTC().instant());
    Trust trust = Trust.with(Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem()));
    Files.writeString(folder.resolve("secret"), PLANTED + "\n");
    authentik = LabAuthentik.start(clock, AUTHORITY, List.of(ODOO, N8N, WIKI));
    handshake = new TlsHandshake(clock, trust);
    http = new LabHttp(trust);
  }

  @AfterAll
  static void stop() {
    authentik.close();
    handshake.close();
  }

  @BeforeEach
  void watch() {
    http.asked.clear();
    probe = probe(url -> url + "/application/o/odoo/");
  }

  @AfterEach
  void heal() {
    authentik.heal();
  }

  private interface Issuer {
    String of(String url);
  }

  private static Application application(LabClient client, String issuer, boolean withClient) {
    Optional<Client> own =
        Optional.of(
            new Client(
                client.id(),
                Optional.of(client.account()).filter(name -> !name.isEmpty()),
                folder.resolve("secret")));
    return new Application(client.slug(), issuer, withClient ? own : Optional.empty());
  }

  private static SsoProbe probe(Issuer issuer) {
    String url = authentik.url();
    SsoConfig sso =
        new SsoConfig(
            URI.create(url),
            List.of(
                application(ODOO, issuer.of(url), true),
                application(N8N, url + "/application/o/n8n/", true),
                application(WIKI, url + "/application/o/wiki/", false)));
    return new SsoProbe(
        new ClusterConfig("spoke", "", new ClusterAccess.InCluster(), List.of()),
        new Between(Optional.of(sso), List.of(), Optional.empty()),
        new ProbeSettings(
            true,
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            Map.of(
                "tokenEvery", Duration.ofMinutes(15),
                "latencyWarning", Duration.ofSeconds(1),
                "certificateWarning", Duration.ofDays(14),
                "keyChangeShown", Duration.ofHours(1))),
        handshake,
        http);
  }

  private Judgement judge(String name, Instant notBefore) {
    Subject<SsoProbe.Watched> subject =
        probe.discover().subjects().stream()
            .filter(one -> one.target().name().equals(name))
            .findFirst()
            .orElseThrow();
    ProbeContext context =
        new ProbeContext(
            clock,
            new Deadline(Clock.systemUTC(), Clock.systemUTC().instant().plusSeconds(20)),
            notBefore);
    Judgement judgement = probe.judge(subject, context);
    assertThat(judgement + "" + context.transcript() + http.asked).doesNotContain(PLANTED);
    return judgement;
  }

  private Judgement judge(String name) {
    return judge(name, Instant.EPOCH);
  }

  private static List<String> checks(Judgement judgement) {
    return judgement.checks().stream().map(check -> check.name() + " " + check.status()).toList();
  }

  private static List<Finding> findings(Judgement judgement) {
    return judgement.checks().stream().flatMap(check -> check.finding().stream()).toList();
  }

  private static Finding only(Judgement judgement) {
    assertThat(findings(judgement)).hasSize(1);
    Finding finding = findings(judgement).get(0);
    assertThat(finding.sentence()).endsWith(".");
    assertThat(finding.expected()).isNotEmpty();
    assertThat(finding.observed()).isNotEmpty();
    assertThat(finding.next()).isNotEmpty();
    assertThat(finding.runbook()).isEqualTo("docs/runbooks/SignOnBroken.md");
    return finding;
  }

  private long tokens() {
    return http.asked.stream().filter(line -> line.startsWith("POST")).count();
  }

  @Test
  void theServiceAndEachApplicationAreTargets() {
    assertThat(probe.discover().subjects())
        .extracting(subject -> subject.target().toString())
        .containsExactly(
            "spoke/sso/localhost", "spoke/sso/odoo", "spoke/sso/n8n", "spoke/sso/wiki");
  }

  @Test
  void allIsWellThroughManyRounds() {
    for (int round = 0; round < 16; round++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(checks(judge("localhost")))
          .containsExactly("reach OK", "certificate OK", "live OK", "ready OK");
      for (String slug : List.of("odoo", "n8n")) {
        assertThat(checks(judge(slug)))
            .containsExactly(
                "discovery OK",
                "latency OK",
                "issuer OK",
                "endpoints OK",
                "keys OK",
                "keys stable OK",
                "token OK");
      }
      assertThat(checks(judge("wiki"))).doesNotContain("token OK").contains("keys OK");
    }
    assertThat(tokens()).as("a token each in 15 minutes").isEqualTo(4);
    assertThat(judge("odoo").measurements())
        .extracting(Measurement::measure)
        .containsExactly(SsoProbe.DISCOVERY);
    assertThat(judge("localhost").measurements())
        .extracting(Measurement::measure)
        .containsExactly(SsoProbe.NOT_AFTER);
  }

  @Test
  void aVerificationAsksForANewToken() {
    judge("odoo");
    clock.advance(Duration.ofMinutes(1));
    judge("odoo", clock.instant());
    judge("odoo");
    assertThat(tokens()).isEqualTo(2);
  }

  @Test
  void aServiceThatIsTurnedOffIsToldOnceAndExplainsItsApplications() {
    authentik.turnOff();
    Finding server = only(judge("localhost"));
    assertThat(server.code()).isEqualTo("sso-unreachable");
    assertThat(server.severity()).isEqualTo(Status.CRITICAL);
    assertThat(server.observed()).isEqualTo("TCP: connection refused");
    assertThat(server.cause()).isEmpty();
    for (String slug : List.of("odoo", "n8n", "wiki")) {
      Finding finding = only(judge(slug));
      assertThat(finding.code()).isEqualTo("sso-unreachable");
      assertThat(finding.cause()).contains(new Target("spoke", "sso", "", "localhost"));
    }
  }

  @Test
  void aLoginPageIsNoHealth() {
    authentik.trouble(SsoTrouble.PAGE_AS_HEALTH);
    Judgement judgement = judge("localhost");
    assertThat(checks(judgement)).contains("live CRITICAL", "ready CRITICAL");
    assertThat(findings(judgement))
        .extracting(Finding::code)
        .containsExactly("sso-login-page", "sso-login-page");
    assertThat(findings(judgement).get(0).observed()).isEqualTo("status 200 with a page of HTML");
  }

  @Test
  void aProxyThatSendsEverybodyToItsLoginIsNoHealthAndNoDiscovery() {
    authentik.trouble(SsoTrouble.REDIRECTS);
    assertThat(findings(judge("localhost")))
        .extracting(Finding::code)
        .containsExactly("sso-login-page", "sso-login-page");
    assertThat(only(judge("odoo")).code()).isEqualTo("sso-login-page");
    assertThat(only(judge("odoo")).observed()).isEqualTo("status 302, a redirect");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_LIVE, sso-not-live, status 503",
    "NOT_READY, sso-not-ready, status 503",
  })
  void healthIsToldByItsExactStatus(SsoTrouble trouble, String code, String observed) {
    authentik.trouble(trouble);
    Finding finding = only(judge("localhost"));
    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.observed()).isEqualTo(observed);
    assertThat(findings(judge("odoo"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "NO_PROVIDER; sso-discovery-broken; status 404 with a page of HTML",
        "HALF_A_DOCUMENT; sso-discovery-broken; no JSON object",
        "NO_KEYS_NAMED; sso-discovery-broken; no jwks_uri",
        "OTHER_HOST; sso-discovery-broken; token_endpoint at https://login.example.org/application/o/token/",
        "OTHER_ISSUER; sso-issuer-wrong; http://authentik-server.sso.svc:9000/application/o/wiki/",
        "NO_SIGNING_KEY; sso-jwks-empty; no keys",
        "KEYS_AWAY; sso-jwks-broken; status 404 with a page of HTML",
      })
  void whatIsWrongWithAProviderIsTold(SsoTrouble trouble, String code, String observed) {
    authentik.trouble(trouble);
    Finding finding = only(judge("wiki"));
    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
    assertThat(finding.observed()).isEqualTo(observed);
    authentik.heal();
    assertThat(findings(judge("wiki"))).isEmpty();
  }

  @Test
  void noSecretIsSentToAHostThatOnlyTheDocumentNames() {
    authentik.trouble(SsoTrouble.OTHER_HOST);
    judge("odoo");
    assertThat(tokens()).isZero();
    assertThat(http.asked).hasSize(1);
  }

  @Test
  void theIssuerIsComparedLetterByLetter() {
    probe = probe(url -> url + "/application/o/odoo");
    Finding finding = only(judge("odoo"));
    assertThat(finding.code()).isEqualTo("sso-issuer-wrong");
    assertThat(finding.expected() + "/").isEqualTo(finding.observed());
  }

  @Test
  void aSlowDiscoveryIsAWarning() {
    authentik.trouble(SsoTrouble.SLOW);
    Finding finding = only(judge("wiki"));
    assertThat(finding.code()).isEqualTo("sso-slow");
    assertThat(finding.severity()).isEqualTo(Status.WARNING);
  }

  @Test
  void keysThatAreExchangedAtOnceAreToldForAnHour() {
    judge("odoo");
    authentik.exchangeKeys();
    Finding finding = only(judge("odoo"));
    assertThat(finding.code()).isEqualTo("sso-jwks-changed");
    assertThat(finding.severity()).isEqualTo(Status.WARNING);
    clock.advance(Duration.ofMinutes(59));
    assertThat(only(judge("odoo")).observed()).endsWith("59m ago");
    clock.advance(Duration.ofMinutes(1));
    assertThat(findings(judge("odoo"))).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(findings(judge("odoo"))).isEmpty();
  }

  @Test
  void keysThatComeBackAreNoFinding() {
    judge("odoo");
    authentik.exchangeKeys();
    assertThat(findings(judge("odoo"))).hasSize(1);
    authentik.heal();
    assertThat(findings(judge("odoo"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GRANT_REFUSED; sso-token-refused; status 400, unsupported_grant_type",
        "FOREIGN_SIGNATURE; sso-token-invalid; a signature by a key that is not published",
        "FORGED_SIGNATURE; sso-token-invalid; a signature that the published key does not fit",
        "EXPIRED_TOKEN; sso-token-invalid; expired 23h 55m ago",
        "OTHER_AUDIENCE; sso-token-invalid; a token for somebody else",
      })
  void whatIsWrongWithATokenIsTold(SsoTrouble trouble, String code, String observed) {
    authentik.trouble(trouble);
    for (String slug : List.of("odoo", "n8n")) {
      Finding finding = only(judge(slug));
      assertThat(finding.code()).isEqualTo(code);
      assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
      assertThat(finding.observed()).isEqualTo(observed);
    }
    authentik.heal();
    assertThat(findings(judge("odoo"))).as("at once").isEmpty();
  }

  @Test
  void aSecretThatIsNoLongerRightIsRefusedAndWhatTheServerSaysOfItIsNotShown() {
    judge("odoo");
    authentik.changeSecret();
    assertThat(findings(judge("odoo"))).as("a young token is believed").isEmpty();
    clock.advance(Duration.ofMinutes(15));
    Finding finding = only(judge("odoo"));
    assertThat(finding.code()).isEqualTo("sso-token-refused");
    assertThat(finding.observed()).isEqualTo("status 400, invalid_grant");
  }

  @Test
  void aSecretThatCannotBeReadIsUnknown() throws Exception {
    Path secret = folder.resolve("secret");
    Files.delete(secret);
    Finding finding = only(judge("odoo"));
    assertThat(finding.code()).isEqualTo("sso-secret-unreadable");
    assertThat(finding.severity()).isEqualTo(Status.UNKNOWN);
    assertThat(tokens()).isZero();
    Files.writeString(secret, PLANTED);
    assertThat(findings(judge("odoo"))).isEmpty();
  }

  @Test
  void aCertificateWithThreeDaysLeftIsAWarning() {
    authentik.certificateEndsIn(Duration.ofDays(3));
    Judgement judgement = judge("localhost");
    assertThat(checks(judgement)).contains("reach OK", "certificate WARNING", "ready OK");
    assertThat(only(judgement).code()).isEqualTo("certificate-expiring");
    assertThat(only(judgement).sentence()).contains("expires in 2d 23h");
    authentik.certificateEndsIn(Duration.ofDays(15));
    assertThat(findings(judge("localhost"))).isEmpty();
  }

  @Test
  void anExpiredCertificateIsToldAsThat() {
    authentik.certificateEndsIn(Duration.ofDays(-1));
    Judgement judgement = judge("localhost");
    assertThat(only(judgement).code()).isEqualTo("certificate-expired");
    assertThat(only(judge("odoo")).cause()).contains(new Target("spoke", "sso", "", "localhost"));
  }

  @Test
  void aCertificateThatIsNotTrustedOrForAnotherHostIsShown() {
    authentik.certificateOfNobody();
    assertThat(only(judge("localhost")).observed())
        .startsWith("TLS: a certificate of an authority that is not trusted: for localhost")
        .contains("made by Nobody's Root");
    authentik.certificateFor("elsewhere.example.org");
    assertThat(only(judge("localhost")).observed())
        .startsWith("TLS: a certificate for another host: for elsewhere.example.org");
    assertThat(checks(judge("localhost"))).containsExactly("reach CRITICAL");
  }

  @Test
  void everyCheckHasWords() {
    assertThat(judge("odoo").checks())
        .extracting(Check::expected, Check::observed)
        .allSatisfy(pair -> assertThat(pair.toList()).doesNotContain(""));
  }
}
