package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** An ExternalSecret as the operator reads it. */
record SecretView(ObjectNode object) {
  private static final String DEFAULT_INTERVAL = "1h0m0s";

  String namespace() {
    return object.path("metadata").path("namespace").asText();
  }

  String name() {
    return object.path("metadata").path("name").asText();
  }

  String uid() {
    return object.path("metadata").path("uid").asText();
  }

  JsonNode spec() {
    return object.path("spec");
  }

  JsonNode status() {
    return object.path("status");
  }

  String target() {
    return spec().path("target").path("name").asText(name());
  }

  String creationPolicy() {
    return spec().path("target").path("creationPolicy").asText("Owner");
  }

  String deletionPolicy() {
    return spec().path("target").path("deletionPolicy").asText("Retain");
  }

  boolean wantsImmutable() {
    return spec().path("target").path("immutable").asBoolean();
  }

  Duration interval() {
    String go = spec().path("refreshInterval").asText(DEFAULT_INTERVAL);
    return go.equals("0") || go.startsWith("-")
        ? Duration.ZERO
        : Duration.parse("PT" + go.toUpperCase(Locale.ROOT));
  }

  Optional<Instant> refreshedAt() {
    return Optional.of(status().path("refreshTime").asText())
        .filter(time -> !time.isEmpty())
        .map(Instant::parse);
  }

  private Optional<String> syncedVersion() {
    return Optional.of(status().path("syncedResourceVersion").asText()).filter(v -> !v.isEmpty());
  }

  /** What {@code shouldRefresh} of External Secrets 2.9 decides, sync windows aside. */
  boolean isDue(Instant now) {
    boolean never = syncedVersion().isEmpty() || refreshedAt().isEmpty();
    boolean changed = !syncedVersion().equals(Optional.of(ObjectHash.version(object)));
    return switch (spec().path("refreshPolicy").asText("Periodic")) {
      case "CreatedOnce" -> never;
      case "OnChange" -> never || changed;
      default -> isPeriodicallyDue(never, changed, now);
    };
  }

  private boolean isPeriodicallyDue(boolean never, boolean changed, Instant now) {
    if (interval().isZero() && syncedVersion().isPresent()) {
      return false;
    }
    return never
        || changed
        || refreshedAt().orElseThrow().isAfter(now)
        || refreshedAt().orElseThrow().plus(interval()).isBefore(now);
  }

  /** When it wants to be looked at again; empty where only a change can bring it up. */
  Optional<Instant> next(Instant now) {
    return interval().isZero()
        ? Optional.empty()
        : Optional.of(refreshedAt().orElse(now).plus(interval()));
  }
}
