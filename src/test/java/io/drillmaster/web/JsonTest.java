package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drillmaster.Golden;
import io.drillmaster.core.evidence.Evidence;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesTheStatusAsData() {
    Golden.assertMatches(
        "status-mixed.json",
        StatusJson.render(Samples.estate(Samples.mixedBoard(), "infra", "apps")));
  }

  @Test
  void writesRunsAsData() {
    Golden.assertMatches(
        "run-under-way.json", RunJson.run(SampleRuns.fold("7f3a", SampleRuns.drillUnderWay())));
    Golden.assertMatches(
        "run-failed.json", RunJson.run(SampleRuns.fold("7f3a", SampleRuns.drillFailed())));
  }

  @Test
  void evidenceIsTheRunWithItsTool() throws Exception {
    var run = SampleRuns.fold("7f3a", SampleRuns.drillVerified());

    String evidence =
        RunJson.evidence(new Evidence(1, run, Map.of("version", "0.1.0", "java", "17")));

    Golden.assertMatches("evidence.json", evidence);
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(evidence).properties())
        .containsAll(mapper.readTree(RunJson.run(run)).properties());
  }

  @Test
  void writesEventsOnOneLineEach() {
    String events =
        SampleRuns.drillFailed().stream()
            .map(EventJson::render)
            .collect(Collectors.joining("\n", "", "\n"));

    Golden.assertMatches("run-events.jsonl", events);
    assertThat(events.lines()).hasSameSizeAs(SampleRuns.drillFailed());
    assertThat(List.of(events)).allMatch(e -> e.contains("\"type\":\"phase-started\""));
  }
}
