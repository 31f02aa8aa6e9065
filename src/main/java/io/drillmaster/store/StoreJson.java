package io.drillmaster.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.run.RunEvent;
import java.time.Instant;

/**
 * Events and results as JSON. Fields that this version does not know are passed over, so that one
 * can go back to it from a later one; what it cannot read at all is told in place of what it was.
 */
final class StoreJson {
  private static final System.Logger LOG = System.getLogger(StoreJson.class.getName());

  private final JsonMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addMixIn(RunEvent.class, TypedEvent.class)
          .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = RunEvent.RunStarted.class, name = "run-started"),
    @Type(value = RunEvent.PhaseStarted.class, name = "phase-started"),
    @Type(value = RunEvent.Progressed.class, name = "progressed"),
    @Type(value = RunEvent.CheckRecorded.class, name = "check-recorded"),
    @Type(value = RunEvent.RpoMeasured.class, name = "rpo-measured"),
    @Type(value = RunEvent.UndoRegistered.class, name = "undo-registered"),
    @Type(value = RunEvent.PhaseEnded.class, name = "phase-ended"),
    @Type(value = RunEvent.CancelRequested.class, name = "cancel-requested"),
    @Type(value = RunEvent.UndoStarted.class, name = "undo-started"),
    @Type(value = RunEvent.UndoEnded.class, name = "undo-ended"),
    @Type(value = RunEvent.FindingRecorded.class, name = "finding-recorded"),
    @Type(value = RunEvent.RecoveryStarted.class, name = "recovery-started"),
    @Type(value = RunEvent.ResidueCounted.class, name = "residue-counted"),
    @Type(value = RunEvent.RunEnded.class, name = "run-ended")
  })
  private interface TypedEvent {}

  String write(RunEvent event) {
    try {
      return mapper.writerFor(RunEvent.class).writeValueAsString(event);
    } catch (JsonProcessingException defect) {
      throw new StoreException("an event of a run cannot be written as JSON", defect);
    }
  }

  /**
   * @param runStartedAt stands in for the time of an event that cannot be read
   */
  RunEvent event(String json, Instant runStartedAt) {
    try {
      return mapper.readValue(json, RunEvent.class);
    } catch (JsonProcessingException unreadable) {
      LOG.log(System.Logger.Level.WARNING, "an event of a run cannot be read", unreadable);
      return new RunEvent.FindingRecorded(
          runStartedAt,
          Finding.unknown(
                  "event-not-readable",
                  "A part of the record of this run cannot be read by this version.")
              .expected("an event that this version knows")
              .observed("one that it does not know, or a damaged one")
              .next("./drillmaster version"));
    }
  }

  String write(ProbeResult result) {
    try {
      return mapper.writeValueAsString(result);
    } catch (JsonProcessingException defect) {
      throw new StoreException("a result cannot be written as JSON", defect);
    }
  }

  /**
   * @throws StoreException where this version cannot read it
   */
  ProbeResult result(String json) {
    try {
      return mapper.readValue(json, ProbeResult.class);
    } catch (JsonProcessingException unreadable) {
      throw new StoreException("a result cannot be read by this version", unreadable);
    }
  }
}
