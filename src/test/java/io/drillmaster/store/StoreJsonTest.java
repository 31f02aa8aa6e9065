package io.drillmaster.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.run.RunEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreJsonTest {
  private final StoreJson json = new StoreJson();

  static Stream<RunEvent> everyEvent() {
    return StoreSamples.everyEvent().stream();
  }

  @ParameterizedTest
  @MethodSource
  void everyEvent(RunEvent event) {
    assertThat(json.event(json.write(event), StoreSamples.NOW)).isEqualTo(event);
  }

  @Test
  void noKindOfEventIsForgottenHere() {
    assertThat(StoreSamples.everyEvent().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
  }

  @Test
  void theTypeOfAnEventIsAWordOfItsOwnAndNoClassName() {
    assertThat(json.write(StoreSamples.ended()))
        .isEqualTo(
            "{\"type\":\"run-ended\",\"at\":\"2026-11-22T14:00:00.123456Z\","
                + "\"state\":\"ENDED\",\"verdict\":\"VERIFIED\",\"exitCode\":0}");
  }

  @Test
  void fieldsOfALaterVersionArePassedOver() {
    RunEvent event =
        json.event(
            "{\"type\":\"phase-started\",\"at\":\"2026-11-22T14:00:00Z\",\"phase\":\"restore\","
                + "\"colour\":{\"deep\":[1]}}",
            StoreSamples.NOW);

    assertThat(event).isInstanceOf(RunEvent.PhaseStarted.class);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {
        "",
        "{",
        "{\"type\":\"sent-to-the-moon\",\"at\":\"2026-11-22T14:00:00Z\"}",
        "{\"type\":\"phase-started\",\"at\":\"2026-11-22T14:00:00Z\"}",
        "{\"type\":\"phase-ended\",\"at\":\"2026-11-22T14:00:00Z\",\"phase\":\"restore\","
            + "\"state\":\"MELTED\"}"
      })
  void whatCannotBeReadIsToldAndNeverGreen(String unreadable) {
    RunEvent event = json.event(unreadable, StoreSamples.NOW);

    assertThat(event)
        .isInstanceOfSatisfying(
            RunEvent.FindingRecorded.class,
            told -> {
              assertThat(told.finding().code()).isEqualTo("event-not-readable");
              assertThat(told.finding().severity()).isEqualTo(Status.UNKNOWN);
            });
  }

  @Test
  void resultsSurviveTheWayThroughTheStore() {
    ProbeResult result =
        StoreSamples.result(
            StoreSamples.TARGET,
            StoreSamples.NOW,
            Check.passed("mover", "ok", "ok"),
            Check.failed("age", Finding.unknown("api-timeout", "No answer.")));

    assertThat(json.result(json.write(result))).isEqualTo(result);
  }
}
