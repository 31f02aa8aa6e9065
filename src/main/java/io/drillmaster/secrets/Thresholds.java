package io.drillmaster.secrets;

import io.drillmaster.config.ProbeSettings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the configuration says for the probe {@code external-secrets}.
 *
 * @param objective how long a value may take from its store to its Secret
 * @param grace how much later than due a refresh may be
 * @param targets whether it is looked whether the Secrets are there
 * @param stays names {@code namespace/name} of what is meant to stay as it is
 */
record Thresholds(Duration objective, Duration grace, Targets targets, List<Pattern> stays) {
  /** Whether Secrets are asked for. */
  enum Targets {
    NEVER,
    WHERE_ALLOWED,
    ALWAYS
  }

  static Thresholds of(ProbeSettings settings) {
    List<?> globs = settings.more().get("meantToStay") instanceof List<?> l ? l : List.of();
    return new Thresholds(
        settings.duration("objective"),
        settings.duration("graceAfterMissedRefresh"),
        switch (settings.text("lookAtSecrets")) {
          case "never" -> Targets.NEVER;
          case "always" -> Targets.ALWAYS;
          default -> Targets.WHERE_ALLOWED;
        },
        globs.stream().map(glob -> pattern(glob.toString())).toList());
  }

  /** {@code *} stands for anything but a slash, as in file names. */
  private static Pattern pattern(String glob) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E[^/]*\\Q"));
  }

  boolean staysAsItIs(ExternalSecret secret) {
    String name = secret.namespace() + "/" + secret.name();
    return stays.stream().anyMatch(glob -> glob.matcher(name).matches());
  }
}
