package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunState;
import io.drillmaster.core.run.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamIT {
  private static final String EVENTS = "/api/v1/runs/7f3a/events";
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static RunEvent progress(int number) {
    return new RunEvent.Progressed(
        SampleRuns.START.plusSeconds(350 + number), "recover", "line " + number);
  }

  private static RunEvent progress(int number, String more) {
    return new RunEvent.Progressed(
        SampleRuns.START.plusSeconds(350 + number), "recover", "line " + number + more);
  }

  private static RunEvent end() {
    return new RunEvent.RunEnded(
        SampleRuns.START.plusSeconds(500), RunState.ENDED, Verdict.VERIFIED, 0);
  }

  /** Follows over a socket of its own, so that lines are seen when they come. */
  private final class Follower implements AutoCloseable {
    private final Socket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private Follower(String accept, String... headers) throws IOException {
      socket = new Socket("127.0.0.1", api.port());
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + EVENTS
                      + " HTTP/1.1\r\nHost: a\r\nAccept: "
                      + accept
                      + "\r\n"
                      + more
                      + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      Thread reader = new Thread(this::read, "follower");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        in.lines().forEach(lines::add);
      } catch (IOException | java.io.UncheckedIOException gone) {
        // the test closed it
      }
      ended = true;
    }

    private boolean saw(String text) {
      return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void eachEventIsSeenWhenItHappensAndTheStreamEndsWithTheRun() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    try (Follower follower = new Follower("text/event-stream")) {
      await().until(() -> follower.saw("replaying WAL"));
      assertThat(follower.lines).contains("Content-Type: text/event-stream", "id: 0");
      assertThat(follower.lines).contains("event: run-started", "event: phase-started");
      assertThat(follower.saw("line 1")).isFalse();

      api.runs.add("7f3a", progress(1));
      await().until(() -> follower.saw("line 1"));
      assertThat(follower.ended).isFalse();

      api.runs.add("7f3a", end());
      await().until(() -> follower.ended);
      assertThat(follower.lines).contains("event: run-ended");
    }
    await().until(() -> api.runs.followers() == 0 && api.followers() == 0);
  }

  @Test
  void everyDataLineIsJson() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillFailed());
    HttpResponse<String> all = api.get(EVENTS, "*/*");

    List<String> data =
        all.body().lines().filter(l -> l.startsWith("data: ")).map(l -> l.substring(6)).toList();
    assertThat(data).hasSameSizeAs(SampleRuns.drillFailed());
    for (String line : data) {
      assertThat(new ObjectMapper().readTree(line).at("/type").asText()).isNotBlank();
    }
    assertThat(all.headers().firstValue("Content-Type")).hasValue("text/event-stream");
  }

  @Test
  void aReaderOfTextSeesTheSameLinesEachTime() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    try (Follower first = new Follower("text/plain")) {
      await().until(() -> first.saw("replaying WAL"));
      for (int i = 0; i < 5; i++) {
        api.runs.add("7f3a", progress(i));
      }
      api.runs.add("7f3a", end());
      await().until(() -> first.ended);
      String again = api.get(EVENTS, "text/plain").body();

      assertThat(first.lines.stream().filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*")))
          .containsExactlyElementsOf(again.lines().toList());
      assertThat(again).contains("◌ recover: line 4\n").endsWith("exit code 0\n");
    }
  }

  @Test
  void goesOnAfterTheEventThatWasSeenLast() {
    api.runs.put("7f3a", SampleRuns.drillVerified());
    int last = SampleRuns.drillVerified().size() - 1;

    var rest = api.send(api.request(EVENTS).header("Last-Event-ID", "" + (last - 2)));
    var nothing = api.send(api.request(EVENTS).header("Last-Event-ID", "" + last));
    var beyond = api.send(api.request(EVENTS).header("Last-Event-ID", "99999"));

    assertThat(rest.body().lines().filter(l -> l.startsWith("id: ")))
        .containsExactly("id: " + (last - 1), "id: " + last);
    assertThat(nothing.statusCode()).isEqualTo(204);
    assertThat(beyond.statusCode()).isEqualTo(204);
    for (String odd : List.of("-1", "x", "1e3", "999999999999")) {
      assertThat(api.send(api.request(EVENTS).header("Last-Event-ID", odd)).statusCode())
          .as(odd)
          .isEqualTo(400);
    }
  }

  @Test
  void aQuietStreamShowsThatItLives() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    try (Follower follower = new Follower("text/event-stream", "Last-Event-ID: 5000")) {
      await()
          .until(() -> follower.lines.stream().filter(l -> l.equals(": still here")).count() > 2);
      assertThat(follower.saw("data:")).isFalse();
    }
  }

  @Test
  void aClientThatVanishesLeavesNothingBehind() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    for (int i = 0; i < 20; i++) {
      Follower follower = new Follower("text/event-stream");
      await().until(() -> follower.saw("replaying WAL"));
      follower.socket.setSoLinger(true, 0);
      follower.close();
    }

    await().until(() -> api.runs.followers() == 0 && api.followers() == 0);
    api.runs.add("7f3a", progress(1));
    assertThat(api.get("/api/v1/status", "text/plain").statusCode()).isEqualTo(200);
  }

  @Test
  void aHundredFollowAndTheApiStillAnswers() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    List<Follower> all = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        all.add(new Follower(i % 2 == 0 ? "text/event-stream" : "text/plain"));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> all.stream().allMatch(f -> f.saw("replaying WAL")));
      assertThat(api.followers()).isEqualTo(100);
      assertThat(api.get("/api/v1/status", "text/plain").statusCode()).isEqualTo(200);

      for (int i = 0; i < 50; i++) {
        api.runs.add("7f3a", progress(i));
      }
      api.runs.add("7f3a", end());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> all.stream().allMatch(f -> f.ended && f.saw("line 49")));
    } finally {
      for (Follower follower : all) {
        follower.close();
      }
    }
    await().until(() -> api.runs.followers() == 0 && api.followers() == 0);
  }

  @Test
  void oneThatReadsNothingHoldsUpNobody() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    try (Socket sleeper = new Socket("127.0.0.1", api.port());
        Follower awake = new Follower("text/event-stream")) {
      sleeper
          .getOutputStream()
          .write(
              ("GET " + EVENTS + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      await().until(() -> api.runs.followers() == 2);
      for (int i = 0; i < 5_000; i++) {
        api.runs.add("7f3a", progress(i, "x".repeat(2000)));
      }
      api.runs.add("7f3a", end());

      await().atMost(Duration.ofSeconds(30)).until(() -> awake.ended);
      assertThat(awake.lines.stream().filter(line -> line.startsWith("id: ")))
          .hasSize(SampleRuns.drillUnderWay().size() + 5_001);
      assertThat(api.runs.follows()).as("asked again only when it had caught up").isLessThan(100);
      await().atMost(Duration.ofSeconds(30)).until(() -> api.followers() == 0);
    }
  }
}
