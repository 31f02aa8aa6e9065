package io.drillmaster.lab.telemetry;

import io.drillmaster.lab.telemetry.StoreServer.Answer;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The stores of the hub, and what every cluster has sent to them for the last twenty minutes. */
public final class Hub implements AutoCloseable {
  private static final Duration PAST = Duration.ofMinutes(20);
  private static final Duration SCRAPE = Duration.ofSeconds(5);

  private final String token = "storetoken" + UUID.randomUUID().toString().replace("-", "");
  private final Samples samples = new Samples();
  private final LogLines lines = new LogLines();
  private final List<Sender> senders;
  private final StoreServer metrics = new StoreServer("/api/v1/query", token, this::metrics);
  private final StoreServer logs = new StoreServer("/select/logsql/query", token, this::logs);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lab-telemetry");
            thread.setDaemon(true);
            return thread;
          });
  private Instant scraped;

  private Hub(List<String> clusters) {
    this.senders = clusters.stream().map(Sender::new).toList();
    Instant now = Instant.now();
    scraped = now.minus(PAST);
    senders.forEach(sender -> past(sender, now));
    scraped = now;
    timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** Starts both stores, filled with a past in which all was well. */
  public static Hub start(List<String> clusters) {
    return new Hub(clusters);
  }

  public URI metricsUrl() {
    return metrics.url();
  }

  public URI logsUrl() {
    return logs.url();
  }

  /** The bearer token that both stores want. */
  public String token() {
    return token;
  }

  /** From now on the metrics store answers so. */
  public void metricsBehave(Mode mode) {
    metrics.behave(mode);
  }

  /** From now on the log store answers so. */
  public void logsBehave(Mode mode) {
    logs.behave(mode);
  }

  /** It has been wrong for some minutes, and the stores show it. */
  public synchronized void suffers(String cluster, Trouble trouble) {
    Sender sender = sender(cluster);
    sender.suffers(trouble, Instant.now());
    anew(sender);
  }

  /** As if nothing had ever been wrong. */
  public synchronized void reset(String cluster) {
    metrics.behave(Mode.WELL);
    logs.behave(Mode.WELL);
    sender(cluster).recovers();
    anew(sender(cluster));
  }

  private Sender sender(String cluster) {
    return senders.stream().filter(s -> s.name().equals(cluster)).findFirst().orElseThrow();
  }

  private void anew(Sender sender) {
    samples.removeIf(sender::sent);
    lines.removeIf(sender::sent);
    past(sender, Instant.now());
  }

  private void past(Sender sender, Instant now) {
    for (Instant at = now.minus(PAST); !at.isAfter(now); at = at.plus(SCRAPE)) {
      sender.send(at, samples, lines);
    }
  }

  private synchronized void tick() {
    Instant now = Instant.now();
    if (scraped.plus(SCRAPE).isAfter(now)) {
      return;
    }
    for (Instant at = scraped.plus(SCRAPE); !at.isAfter(now); at = at.plus(SCRAPE)) {
      for (Sender sender : senders) {
        sender.send(at, samples, lines);
      }
      scraped = at;
    }
    samples.forgetBefore(now.minus(PAST));
    lines.forgetBefore(now.minus(PAST));
  }

  private synchronized Answer metrics(Map<String, String> parameters) {
    Instant at =
        Instant.ofEpochMilli(
            new BigDecimal(parameters.get("time")).movePointRight(3).longValueExact());
    return MetricsQl.parse(parameters.get("query"))
        .map(query -> "{\"status\":\"success\",\"data\":" + query.answer(samples, at) + "}")
        .map(body -> new Answer(200, "application/json", body))
        .orElse(
            new Answer(
                422,
                "application/json",
                "{\"status\":\"error\",\"errorType\":\"422\",\"error\":\"cannot parse query\"}"));
  }

  private synchronized Answer logs(Map<String, String> parameters) {
    return lines
        .answer(
            parameters.get("query"),
            Instant.parse(parameters.get("start")),
            Instant.parse(parameters.get("end")),
            Integer.parseInt(parameters.get("limit")))
        .map(body -> new Answer(200, "application/stream+json", body))
        .orElse(new Answer(400, "text/plain", "cannot parse query"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    metrics.close();
    logs.close();
  }
}
