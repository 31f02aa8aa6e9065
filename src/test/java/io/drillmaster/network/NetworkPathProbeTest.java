package io.drillmaster.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.Between;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.PathConfig;
import io.drillmaster.config.PathConfig.Protocol;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.TlsHandshake;
import io.drillmaster.http.Trust;
import io.drillmaster.lab.tls.LabAuthority;
import io.drillmaster.lab.tls.LabCertificate;
import io.drillmaster.lab.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPathProbeTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Instant NOW = CLOCK.instant();
  private static final LabAuthority AUTHORITY = LabAuthority.create("Lab Root");
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(
          true,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Map.of(
              "latencyWarning", Duration.ofSeconds(2),
              "certificateWarning", Duration.ofDays(14)));

  @TempDir Path folder;
  private final List<HttpAsk> asked = new ArrayList<>();
  private Http http = answering(200, Duration.ofMillis(30));
  private TlsHandshake handshake;
  private TlsServer server;

  @BeforeEach
  void start() throws IOException {
    Path authorities = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
    handshake = new TlsHandshake(CLOCK, Trust.with(authorities));
    server = TlsServer.start(certificate("localhost", Duration.ofDays(90)), exchange -> {});
  }

  @AfterEach
  void stop() {
    handshake.close();
    server.close();
  }

  private static LabCertificate certificate(String name, Duration left) {
    return AUTHORITY.issue(name, List.of(name), NOW.minus(Duration.ofDays(60)), NOW.plus(left));
  }

  private Http answering(int status, Duration time) {
    return (ask, deadline) -> {
      asked.add(ask);
      return new HttpReply(status, Map.of(), new byte[0], new HttpReply.Timing(time, time));
    };
  }

  private PathConfig path(Protocol protocol, String host, int port) {
    return new PathConfig(
        "metrics", "spoke", "hub", protocol, host, port, "/health", List.of(200, 204));
  }

  private Judgement walk(PathConfig path) {
    return walk(path, true);
  }

  private Judgement walk(PathConfig path, boolean local) {
    ClusterConfig cluster =
        new ClusterConfig("spoke", "", new ClusterAccess.InCluster(), List.of(), local);
    NetworkPathProbe probe =
        new NetworkPathProbe(
            cluster,
            new Between(Optional.empty(), List.of(path), Optional.empty()),
            SETTINGS,
            handshake,
            http);
    List<Subject<PathConfig>> subjects = probe.discover().subjects();
    assertThat(subjects).hasSize(1);
    assertThat(subjects.get(0).target()).hasToString("spoke/network-path/metrics");
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), CLOCK);
    return probe.judge(subjects.get(0), new ProbeContext(CLOCK, deadline, Instant.EPOCH));
  }

  private Judgement walk(Protocol protocol) {
    return walk(path(protocol, "localhost", server.port()));
  }

  private static Finding only(Judgement judgement) {
    List<Finding> findings =
        judgement.checks().stream().flatMap(check -> check.finding().stream()).toList();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).runbook()).isEqualTo("docs/runbooks/network-paths.md");
    assertThat(findings.get(0).next()).isNotEmpty();
    return findings.get(0);
  }

  private static List<String> checks(Judgement judgement) {
    return judgement.checks().stream().map(check -> check.name() + " " + check.status()).toList();
  }

  private static Optional<Double> measured(Judgement judgement, Measure measure) {
    return judgement.measurements().stream()
        .filter(m -> m.measure().equals(measure))
        .map(Measurement::value)
        .findFirst();
  }

  @Test
  void anOpenPathIsTimedLayerByLayerAndSaysNothing() {
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(checks(judgement))
        .containsExactly("dns OK", "tcp OK", "tls OK", "certificate OK", "http OK", "latency OK");
    assertThat(judgement.measurements())
        .extracting(Measurement::measure)
        .containsExactly(
            NetworkPathProbe.DNS,
            NetworkPathProbe.TCP,
            NetworkPathProbe.TLS,
            NetworkPathProbe.NOT_AFTER,
            NetworkPathProbe.HTTP);
    assertThat(measured(judgement, NetworkPathProbe.TLS).orElseThrow()).isPositive();
    assertThat(measured(judgement, NetworkPathProbe.HTTP)).hasValue(0.03);
    assertThat(asked)
        .extracting(HttpAsk::toString)
        .containsExactly("GET https://localhost:" + server.port() + "/health");
    assertThat(asked).noneMatch(HttpAsk::followsRedirects);
  }

  @Test
  void eachProtocolIsWalkedAsFarAsItGoes() {
    assertThat(checks(walk(Protocol.TCP))).containsExactly("dns OK", "tcp OK", "latency OK");
    assertThat(checks(walk(Protocol.TLS)))
        .containsExactly("dns OK", "tcp OK", "tls OK", "certificate OK", "latency OK");
    assertThat(asked).isEmpty();
    assertThat(checks(walk(Protocol.HTTP)))
        .containsExactly("dns OK", "tcp OK", "http OK", "latency OK");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aNameThatDoesNotResolveEndsThePathAtDns() {
    Judgement judgement = walk(path(Protocol.HTTPS, "no-such-host.invalid", 443));
    assertThat(checks(judgement)).containsExactly("dns CRITICAL");
    assertThat(only(judgement).code()).isEqualTo("path-dns");
    assertThat(only(judgement).sentence())
        .isEqualTo(
            "The path from spoke to hub ends at DNS: no-such-host.invalid does not resolve.");
    assertThat(judgement.measurements()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void aPortWhereNobodyListensEndsThePathAtTcp() {
    server.turnOff();
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(checks(judgement)).containsExactly("dns OK", "tcp CRITICAL");
    assertThat(only(judgement).code()).isEqualTo("path-connect");
    assertThat(only(judgement).observed()).startsWith("connection refused after ");
    server.turnOn();
    assertThat(walk(Protocol.HTTPS).checks()).allMatch(check -> check.status() == Status.OK);
  }

  @Test
  void aCertificateOfAnUnknownAuthorityEndsThePathAtTlsAndIsShown() {
    Instant end = NOW.plus(Duration.ofDays(9));
    server.show(
        LabAuthority.create("Proxy CA")
            .issue("proxy", List.of("localhost"), NOW.minusSeconds(60), end));
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(checks(judgement)).containsExactly("dns OK", "tcp OK", "tls CRITICAL");
    assertThat(only(judgement).code()).isEqualTo("path-tls");
    assertThat(only(judgement).observed())
        .startsWith(
            "a certificate of an authority that is not trusted: for localhost, made by Proxy CA, valid until ");
    assertThat(asked).isEmpty();
  }

  @Test
  void aCertificateForAnotherHostEndsThePathAtTls() {
    server.show(certificate("elsewhere.example.org", Duration.ofDays(90)));
    Judgement judgement = walk(Protocol.TLS);
    assertThat(only(judgement).code()).isEqualTo("path-tls");
    assertThat(only(judgement).observed())
        .startsWith("a certificate for another host: for elsewhere.example.org, made by Lab Root");
  }

  @Test
  void aCertificateWithThreeDaysLeftIsAWarningAndThePathGoesOn() {
    server.show(certificate("localhost", Duration.ofDays(3)));
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(checks(judgement)).contains("tls OK", "certificate WARNING", "http OK");
    assertThat(only(judgement).code()).isEqualTo("certificate-expiring");
    assertThat(only(judgement).sentence())
        .contains("localhost expires in 2d 23h")
        .contains("nothing has renewed it");
    assertThat(measured(judgement, NetworkPathProbe.NOT_AFTER).orElseThrow())
        .isBetween(NOW.getEpochSecond() + 258_000.0, NOW.getEpochSecond() + 260_000.0);
  }

  @Test
  void anExpiredCertificateIsToldAsThatAndOnce() {
    server.show(certificate("localhost", Duration.ofDays(-1)));
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(checks(judgement)).containsExactly("dns OK", "tcp OK", "certificate CRITICAL");
    assertThat(only(judgement).code()).isEqualTo("certificate-expired");
    assertThat(measured(judgement, NetworkPathProbe.NOT_AFTER).orElseThrow())
        .isLessThan(NOW.getEpochSecond());
  }

  @Test
  void aPortThatSpeaksNoTlsEndsThePathAtTls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread talk = new Thread(() -> hangUp(plain), "hangs-up");
      talk.setDaemon(true);
      talk.start();
      Judgement judgement = walk(path(Protocol.TLS, "localhost", plain.getLocalPort()));
      assertThat(only(judgement).code()).isEqualTo("path-tls");
      assertThat(only(judgement).observed()).startsWith("the other side hung up after ");
    }
  }

  private static void hangUp(ServerSocket server) {
    try {
      while (true) {
        try (var socket = server.accept()) {
          socket.getInputStream().read(new byte[1000]);
        }
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  @Test
  void anotherStatusEndsThePathAtHttp() {
    http = answering(204, Duration.ofMillis(5));
    assertThat(walk(Protocol.HTTPS).checks()).allMatch(check -> check.status() == Status.OK);
    http = answering(302, Duration.ofMillis(5));
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(only(judgement).code()).isEqualTo("path-http");
    assertThat(only(judgement).expected()).isEqualTo("status 200 or 204 for /health");
    assertThat(only(judgement).observed()).isEqualTo("status 302 in 5ms");
  }

  @Test
  void noAnswerEndsThePathAtHttp() {
    http =
        (ask, deadline) -> {
          throw new HttpFailureException(
              HttpFailureException.Kind.TIMEOUT, "no answer in time", null);
        };
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(only(judgement).code()).isEqualTo("path-http");
    assertThat(only(judgement).observed()).isEqualTo("no answer in time");
  }

  @Test
  void aSlowPathIsAWarningThatSaysWhatTookLong() {
    http = answering(200, Duration.ofMillis(2400));
    Judgement judgement = walk(Protocol.HTTPS);
    assertThat(only(judgement).code()).isEqualTo("path-slow");
    assertThat(only(judgement).severity()).isEqualTo(Status.WARNING);
    assertThat(only(judgement).observed()).startsWith("2s (DNS ").endsWith(", request 2s)");
  }

  @Test
  void aPathThatBeginsElsewhereIsLeftToTheDaemonThereAndIsNotGreen() {
    Judgement judgement = walk(path(Protocol.HTTPS, "localhost", server.port()), false);
    assertThat(checks(judgement)).containsExactly("walked UNKNOWN");
    assertThat(only(judgement).code()).isEqualTo("path-not-seen-here");
    assertThat(only(judgement).sentence()).contains("the daemon of spoke sees it");
    assertThat(asked).isEmpty();
  }

  @Test
  void pathsOfOtherClustersAreNoTargetsHere() {
    PathConfig mine = path(Protocol.TCP, "localhost", 1);
    PathConfig other =
        new PathConfig("logs", "hub", "spoke", Protocol.TCP, "localhost", 1, "/", List.of(200));
    NetworkPathProbe probe =
        new NetworkPathProbe(
            new ClusterConfig("spoke", "", new ClusterAccess.InCluster(), List.of()),
            new Between(Optional.empty(), List.of(mine, other), Optional.empty()),
            SETTINGS,
            handshake,
            http);
    assertThat(probe.discover().subjects()).extracting(Subject::state).containsExactly(mine);
  }

  @Test
  void aHealthyPathIsSilentThroughManyRounds() {
    for (int round = 0; round < 30; round++) {
      assertThat(walk(Protocol.HTTPS).checks()).extracting(Check::status).containsOnly(Status.OK);
    }
  }
}
