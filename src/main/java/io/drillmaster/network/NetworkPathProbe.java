package io.drillmaster.network;

import io.drillmaster.config.Between;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.PathConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.http.ConnectAttempt;
import io.drillmaster.http.ConnectAttempt.Layer;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.TlsHandshake;
import java.time.Duration;
import java.util.List;

/**
 * Walks each declared path that begins in a cluster: DNS, TCP, TLS, HTTP, each timed by itself. A
 * path can only be walked from where it begins, so a daemon that does not run there says that
 * instead of walking another one.
 */
public final class NetworkPathProbe implements Probe<PathConfig> {
  /** How long the name took. */
  public static final Measure DNS =
      new Measure("network_path_dns_seconds", "How long the name of the host took, in seconds.");

  /** How long the connection took. */
  public static final Measure TCP =
      new Measure("network_path_connect_seconds", "How long the TCP connection took, in seconds.");

  /** How long the handshake took. */
  public static final Measure TLS =
      new Measure("network_path_tls_seconds", "How long the TLS handshake took, in seconds.");

  /** How long a request took. */
  public static final Measure HTTP =
      new Measure(
          "network_path_http_seconds",
          "How long a request took on a connection of its own, in seconds.");

  /** When the certificate at the end of the path expires. */
  public static final Measure NOT_AFTER =
      new Measure(
          "network_path_certificate_expiry_timestamp_seconds",
          "When the first certificate of the chain at the end of the path expires, in Unix seconds.");

  private static final int LONGEST_ANSWER = 64 * 1024;

  private final ClusterConfig cluster;
  private final List<PathConfig> paths;
  private final ProbeSettings settings;
  private final TlsHandshake handshake;
  private final Http http;

  public NetworkPathProbe(
      ClusterConfig cluster,
      Between between,
      ProbeSettings settings,
      TlsHandshake handshake,
      Http http) {
    this.cluster = cluster;
    this.paths =
        between.paths().stream().filter(path -> path.from().equals(cluster.name())).toList();
    this.settings = settings;
    this.handshake = handshake;
    this.http = http;
  }

  @Override
  public String name() {
    return "network-path";
  }

  /** What the configuration declares for this cluster. */
  public Discovery<PathConfig> discover() {
    return new Discovery<>(
        this, "paths", paths.stream().map(path -> new Subject<>(target(path), path)).toList());
  }

  private Target target(PathConfig path) {
    return new Target(cluster.name(), name(), "", path.name());
  }

  @Override
  public Judgement judge(Subject<PathConfig> subject, ProbeContext context) {
    Judgement.Builder answer = new Judgement.Builder();
    PathConfig path = subject.state();
    PathQuestions questions = new PathQuestions(path);
    if (!cluster.local()) {
      return answer.failed("walked", questions.notFromHere()).build();
    }
    ConnectAttempt attempt = connect(path, context);
    attempt.times().forEach((layer, time) -> measure(answer, attempt, layer, time));
    context.note(path.name() + ": " + attempt.times());
    questions.connected(answer, attempt, context.now());
    attempt
        .chain()
        .ifPresent(
            chain -> {
              answer.measured(NOT_AFTER.of(chain.firstToExpire().notAfter()));
              questions.certificate(
                  answer, attempt, context.now(), settings.duration("certificateWarning"));
            });
    if (attempt.failure().isEmpty()) {
      ask(answer, questions, attempt, context);
    }
    return answer.build();
  }

  private ConnectAttempt connect(PathConfig path, ProbeContext context) {
    Deadline deadline = half(context);
    return path.protocol().hasTls()
        ? handshake.shake(path.host(), path.port(), deadline)
        : handshake.connect(path.host(), path.port(), deadline);
  }

  /** Leaves time for what comes next, and to say what was seen when one step hangs. */
  private static Deadline half(ProbeContext context) {
    Deadline deadline = context.deadline();
    return Deadline.in(deadline.remaining().dividedBy(2), deadline.clock());
  }

  private static void measure(
      Judgement.Builder answer, ConnectAttempt attempt, Layer layer, Duration time) {
    if (attempt.passed(layer)) {
      Measure measure =
          switch (layer) {
            case DNS -> DNS;
            case TCP -> TCP;
            case TLS -> TLS;
          };
      answer.measured(measure.of(time.toNanos() / 1e9));
    }
  }

  private void ask(
      Judgement.Builder answer,
      PathQuestions questions,
      ConnectAttempt attempt,
      ProbeContext context) {
    Duration slow = settings.duration("latencyWarning");
    if (!questions.path().protocol().hasHttp()) {
      answer.add(questions.latency(attempt, Duration.ZERO, slow));
      return;
    }
    try {
      HttpReply reply =
          http.send(HttpAsk.get(questions.uri()).atMost(LONGEST_ANSWER), half(context));
      answer.measured(HTTP.of(reply.timing().whole()));
      answer.add(questions.answered(reply));
      answer.add(questions.latency(attempt, reply.timing().whole(), slow));
    } catch (HttpFailureException e) {
      context.note(questions.uri() + ": " + e.kind());
      answer.add(questions.notAnswered(e));
    }
  }
}
