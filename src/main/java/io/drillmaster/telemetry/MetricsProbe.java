package io.drillmaster.telemetry;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.http.Http;
import io.drillmaster.kube.KubeCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Judges the samples of each cluster that must arrive in a metrics store. Their age is that of the
 * newest raw sample: an instant query goes on answering for five minutes after the last one.
 */
public final class MetricsProbe implements Probe<String> {
  /** When the newest was measured, or written, that has arrived. */
  public static final Measure NEWEST =
      new Measure(
          "telemetry_newest_timestamp_seconds",
          "Time of the newest sample or line of the cluster that has arrived, in Unix seconds.");

  /** How long the store took. */
  public static final Measure QUERY =
      new Measure(
          "telemetry_query_duration_seconds",
          "How long the store took for the question for the newest sample or line, in seconds.");

  private static final String RUNBOOK = "docs/runbooks/TelemetryMetrics.md";

  private final Senders senders;
  private final MetricsConfig config;
  private final MetricsStore store;
  private final Limits limits;
  private final NonceProof nonces;

  /**
   * @param telemetry with its metrics
   */
  public MetricsProbe(
      KubeCluster cluster,
      TelemetryConfig telemetry,
      Http http,
      ProbeSettings settings,
      Clock clock) {
    this.config = telemetry.metrics().orElseThrow();
    this.senders = new Senders(cluster.name(), name(), clock);
    this.store = new MetricsStore(http, config);
    this.limits = Limits.of(settings);
    this.nonces = new NonceProof(telemetry.nonce(), limits, clock.instant(), RUNBOOK);
  }

  @Override
  public String name() {
    return "telemetry-metrics";
  }

  /** Each cluster whose samples must be there is a target. */
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
    if (config.agent()) {
      Senders.ask(
          answer,
          "vmagent",
          () -> {
            Vmagent vmagent = new Vmagent(store, limits);
            vmagent.judge(sender, fresh, context.now(), deadline).forEach(answer::add);
          });
    }
    if (nonces.isExpected(sender)) {
      Senders.ask(answer, "nonce", () -> nonce(answer, sender, context.now(), deadline));
    }
    return answer.build();
  }

  private Check arrival(
      Judgement.Builder answer, String sender, ProbeContext context, Deadline deadline) {
    Duration range = limits.lookBack().plus(Limits.AHEAD);
    String query =
        "max(tlast_over_time(%s{%s}%s))"
            .formatted(config.series(), store.of(sender), MetricsStore.range(range));
    MetricsStore.Answer found = store.query(query, context.now().plus(Limits.AHEAD), deadline);
    Instant now = context.now();
    Arrival arrival =
        new Arrival("sample", sender, limits, found.partial(), store.command(query), RUNBOOK);
    answer.add(arrival.query(found.reply()));
    answer.add(arrival.clock(found.reply(), now));
    answer.measured(QUERY.of(found.reply().timing().whole()));
    Optional<Instant> newest =
        found.series().stream().findFirst().map(s -> MetricsStore.instant(s.value()));
    context.note(
        "newest sample of " + sender + ": " + newest.map(Instant::toString).orElse("none"));
    newest.ifPresent(at -> answer.measured(NEWEST.of(at)));
    return newest.isPresent() && Arrival.isFresh(arrival.age(newest.get(), now))
        ? arrival.age(newest.get(), now)
        : arrival.stale(newest, others(now, deadline), config.clusters(), now);
  }

  /** How many fresh series there are, by the value of the label; empty where they have none. */
  private Map<String, Long> others(Instant now, Deadline deadline) {
    String query =
        "limitk(20, count(tlast_over_time(%s%s)) by (%s))"
            .formatted(config.series(), MetricsStore.range(limits.maxAge()), config.label());
    Map<String, Long> others = new TreeMap<>();
    for (MetricsStore.Series series : store.query(query, now, deadline).series()) {
      String name = series.labels().getOrDefault(config.label(), "");
      others.put(name, Math.round(series.value()));
    }
    return others;
  }

  private void nonce(Judgement.Builder answer, String sender, Instant now, Deadline deadline) {
    String query =
        "{__name__=~\"drillmaster_%s|drillmaster_%s\",%s}%s"
            .formatted(
                Nonces.ISSUED, Nonces.FIRST, store.of(sender), MetricsStore.range(limits.window()));
    MetricsStore.Answer found = store.query(query, now, deadline);
    nonces.judge(
        answer, sender, MetricNonces.of(found), new NonceProof.Moment(now, store.command(query)));
  }
}
