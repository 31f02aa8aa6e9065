package io.drillmaster.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.Drillmaster;
import io.drillmaster.config.ConfigLoader;
import io.drillmaster.lab.Lab;
import io.drillmaster.lab.LabOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a daemon at work, read by {@code promtool} (Debian package prometheus). */
@Tag("peers")
class MetricsPeersIT {
  @TempDir Path directory;

  @Test
  void promtoolHasNothingToSayOfThePage() throws Exception {
    try (Lab lab = Lab.start(LabOptions.of(List.of("north", "south"), 2));
        Drillmaster daemon = Drillmaster.start(ConfigLoader.load(lab.writeConfig(directory)))) {
      lab.inject("volsync-overdue");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> page(daemon, "*/*").contains("code=\"sync-overdue\""));
      for (String accept : List.of("*/*", "text/plain;version=0.0.4;q=1,*/*;q=0.1")) {
        String page = page(daemon, accept);
        assertThat(promtool(page)).isEmpty();
        assertThat(Exposition.parse(page).samples()).isNotEmpty(); // and no series twice
      }
    }
  }

  @Test
  void promtoolWouldSaySomethingOfABadPage() throws Exception {
    assertThat(promtool("camelCase_total{aB=\"c\"} 1\n")).isNotEmpty();
  }

  private static String page(Drillmaster daemon, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(daemon.managementUrl() + "/metrics"))
            .header("Accept", accept)
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static String promtool(String page) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(page.getBytes(UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? said : said + "exit code " + process.exitValue();
  }
}
