package io.drillmaster.telemetry;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.LogsConfig;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.http.Http;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.telemetry.LogStore.Question;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges the log lines of each cluster that must arrive in a log store. */
public final class LogsProbe implements Probe<String> {
  private static final String RUNBOOK = "docs/runbooks/TelemetryLogs.md";
  private static final int MOST_NAMES = 20;
  private static final int MOST_NONCES = 1000;

  private final Senders senders;
  private final LogsConfig config;
  private final LogStore store;
  private final Limits limits;
  private final NonceProof nonces;
  private final Optional<FluentBit> shipper;

  /**
   * @param telemetry with its logs
   */
  public LogsProbe(
      KubeCluster cluster,
      TelemetryConfig telemetry,
      Http http,
      ProbeSettings settings,
      Clock clock) {
    this.config = telemetry.logs().orElseThrow();
    this.senders = new Senders(cluster.name(), name(), clock);
    this.store = new LogStore(http, config);
    this.limits = Limits.of(settings);
    this.nonces = new NonceProof(telemetry.nonce(), limits, clock.instant(), RUNBOOK);
    this.shipper =
        telemetry
            .metrics()
            .filter(metrics -> config.agent())
            .map(metrics -> new FluentBit(new MetricsStore(http, metrics), limits));
  }

  @Override
  public String name() {
    return "telemetry-logs";
  }

  /** Each cluster whose lines must be there is a target. */
  public Discovery<String> discover() {
    return senders.discover(this, config.clusters());
  }

  @Override
  public Judgement judge(Subject<String> subject, ProbeContext context) {
    Judgement.Builder answer = new Judgement.Builder();
    String sender = subject.state();
    Deadline deadline = senders.share(context);
    Check age;
    try {
      age = arrival(answer, sender, context, deadline);
      answer.add(age);
    } catch (CouldNotLookException e) {
      return answer.failed("query", e.finding()).build();
    }
    boolean fresh = Arrival.isFresh(age);
    shipper.ifPresent(
        fluentBit ->
            Senders.ask(
                answer,
                "fluent-bit",
                () ->
                    fluentBit.judge(sender, fresh, context.now(), deadline).forEach(answer::add)));
    if (nonces.isExpected(sender)) {
      Senders.ask(answer, "nonce", () -> nonce(answer, sender, context.now(), deadline));
    }
    return answer.build();
  }

  private Check arrival(
      Judgement.Builder answer, String sender, ProbeContext context, Deadline deadline) {
    Instant now = context.now();
    String query = store.of(sender);
    LogStore.Answer found =
        store.ask(
            new Question(query, now.minus(limits.lookBack()), now.plus(Limits.AHEAD), 1), deadline);
    now = context.now();
    Arrival arrival = new Arrival("line", sender, limits, false, store.command(query), RUNBOOK);
    answer.add(arrival.query(found.reply()));
    answer.add(arrival.clock(found.reply(), now));
    answer.measured(MetricsProbe.QUERY.of(found.reply().timing().whole()));
    Optional<Instant> newest = found.lines().stream().findFirst().flatMap(LogsProbe::time);
    context.note("newest line of " + sender + ": " + newest.map(Instant::toString).orElse("none"));
    newest.ifPresent(at -> answer.measured(MetricsProbe.NEWEST.of(at)));
    return newest.isPresent() && Arrival.isFresh(arrival.age(newest.get(), now))
        ? arrival.age(newest.get(), now)
        : arrival.stale(newest, others(now, deadline), config.clusters(), now);
  }

  private static Optional<Instant> time(Map<String, String> line) {
    try {
      return Optional.ofNullable(line.get("_time")).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** How many fresh lines there are, by the value of the field; empty where they have none. */
  private Map<String, Long> others(Instant now, Deadline deadline) {
    Question question = new Question(store.counts(), now.minus(limits.maxAge()), now, MOST_NAMES);
    Map<String, Long> others = new TreeMap<>();
    for (Map<String, String> line : store.ask(question, deadline).lines()) {
      String lines = line.getOrDefault("lines", "");
      others.put(
          line.getOrDefault(config.field(), ""),
          lines.matches("\\d{1,18}") ? Long.parseLong(lines) : 0);
    }
    return others;
  }

  private void nonce(Judgement.Builder answer, String sender, Instant now, Deadline deadline) {
    String query = store.of(sender) + " " + Nonce.WORD;
    Question question = new Question(query, now.minus(limits.window()), now, MOST_NONCES);
    List<Nonce> arrived =
        store.ask(question, deadline).lines().stream()
            .flatMap(line -> Nonce.parse(line.getOrDefault("_msg", "")).stream())
            .toList();
    nonces.judge(answer, sender, arrived, new NonceProof.Moment(now, store.command(query)));
  }
}
