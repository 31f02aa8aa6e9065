package io.drillmaster.secrets;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The condition Ready of an ExternalSecret or a store.
 *
 * @param reason one word of the operator, such as {@code SecretSyncedError}
 * @param message for comparing only; never shown
 * @param since when it became so; it keeps this time while only reason or message change
 */
record Ready(boolean isTrue, String reason, String message, Optional<Instant> since) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,64}");

  /**
   * @throws OddFieldException where a field has another type than its schema says
   */
  static Optional<Ready> of(Resource object) {
    return object.list("status.conditions").stream()
        .filter(condition -> condition.string("type").equals(Optional.of("Ready")))
        .findFirst()
        .map(
            condition ->
                new Ready(
                    condition.string("status").equals(Optional.of("True")),
                    condition.string("reason").filter(WORD.asMatchPredicate()).orElse("no reason"),
                    condition.string("message").orElse(""),
                    condition.instant("lastTransitionTime")));
  }
}
