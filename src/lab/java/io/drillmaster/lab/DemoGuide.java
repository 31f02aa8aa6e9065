package io.drillmaster.lab;

import io.drillmaster.Drillmaster;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What the demo says first: where to look, what to try, and how the estate stands. */
final class DemoGuide {
  private static final Duration FIRST_ANSWERS = Duration.ofSeconds(20);
  private static final Duration SETTLING = Duration.ofMillis(500);

  private final PrintStream out;
  private final Drillmaster daemon;
  private final LabEstate estate;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  DemoGuide(PrintStream out, Drillmaster daemon, LabEstate estate) {
    this.out = out;
    this.daemon = daemon;
    this.estate = estate;
  }

  void welcome(List<String> faults) throws InterruptedException {
    String api = daemon.apiUrl();
    out.println();
    out.println("Drillmaster watches a simulated estate: the clusters infra and apps.");
    if (!faults.isEmpty()) {
      out.println("Broken on purpose: " + String.join(", ", faults));
    }
    out.println();
    out.println("Look    " + api + "/                     the page");
    out.println("        " + daemon.managementUrl() + "/metrics              the metrics");
    out.println("        curl -H 'Accept: text/plain' " + api + "/api/v1/status");
    out.println("        kubectl --kubeconfig " + estate.kubeconfig() + " --context apps \\");
    out.println("          get replicationsources -A");
    out.println(
        "Try     export DR_URL=" + api + " DR_TOKEN_FILE=" + estate.token().toAbsolutePath());
    out.println("        task dr:verify-backups CLUSTER=all");
    out.println("Break   type: break volsync-overdue     (help says more)");
    out.println("        type: repair volsync-overdue");
    out.println("End     Ctrl-C");
    out.println();
    out.println(firstStatus());
    out.flush();
  }

  /** The table, as soon as every probe has answered once. */
  private String firstStatus() throws InterruptedException {
    Instant end = Instant.now().plus(FIRST_ANSWERS);
    while (Instant.now().isBefore(end) && !everyProbeHasAnswered()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return status();
  }

  /** Each probe has found what there is to look at, and has looked at all of it. */
  private boolean everyProbeHasAnswered() throws InterruptedException {
    List<ProbeResult> results = daemon.board().standings().stream().map(Standing::latest).toList();
    List<ProbeResult> discoveries = results.stream().filter(DemoGuide::isDiscovery).toList();
    boolean all =
        discoveries.stream()
            .filter(found -> found.status() == Status.OK)
            .allMatch(found -> results.stream().anyMatch(one -> isOf(one, found)));
    return all && !discoveries.isEmpty() && !status().contains("not looked yet") && isSettled();
  }

  private static boolean isDiscovery(ProbeResult result) {
    return result.target().namespace().isEmpty() && result.target().name().equals("discovery");
  }

  private static boolean isOf(ProbeResult one, ProbeResult discovery) {
    return one != discovery
        && one.probe().equals(discovery.probe())
        && one.target().cluster().equals(discovery.target().cluster());
  }

  private boolean isSettled() {
    int before = daemon.board().standings().size();
    LockSupport.parkNanos(SETTLING.toNanos());
    return daemon.board().standings().size() == before;
  }

  String status() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(daemon.apiUrl() + "/api/v1/status"))
            .header("Accept", "text/plain")
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "The API did not answer: " + e.getClass().getSimpleName();
    }
  }
}
