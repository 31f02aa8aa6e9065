package io.drillmaster.lab.volsync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** A ReplicationSource as the operator reads it. */
record SourceView(ObjectNode source) {
  private JsonNode spec() {
    return source.path("spec");
  }

  private JsonNode status() {
    return source.path("status");
  }

  boolean usesRestic() {
    return spec().has("restic");
  }

  boolean isPaused() {
    return spec().path("paused").asBoolean();
  }

  String claim() {
    return spec().path("sourcePVC").asText();
  }

  /** Name of the Secret. */
  String repository() {
    return spec().path("restic").path("repository").asText();
  }

  /** A manual trigger; it outranks a schedule. */
  Optional<String> manual() {
    return Optional.of(spec().path("trigger").path("manual").asText())
        .filter(value -> !value.isEmpty());
  }

  Optional<CronTimes> schedule() {
    return CronTimes.parse(spec().path("trigger").path("schedule").asText());
  }

  /** The token by which the removal of stale locks is asked for. */
  String unlock() {
    return spec().path("restic").path("unlock").asText();
  }

  /** Whether that has not been done yet. */
  boolean wantsUnlock() {
    return !unlock().equals(status().path("restic").path("lastUnlocked").asText());
  }

  /** What the only condition says. */
  String message() {
    return status().path("conditions").path(0).path("message").asText();
  }

  /** Whether a sync is to begin. Without any trigger, one follows the other. */
  boolean isDue(Instant now) {
    Optional<String> manual = manual();
    if (manual.isPresent()) {
      return !status().path("lastManualSync").asText().equals(manual.get());
    }
    if (!status().has("lastSyncTime")) {
      return true;
    }
    Instant last = Instant.parse(status().path("lastSyncTime").asText());
    return schedule()
        .map(times -> !times.after(last).isAfter(now))
        .orElse(!spec().path("trigger").has("schedule"));
  }
}
