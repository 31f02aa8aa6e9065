package io.drillmaster.core.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Ids of runs, and the idempotency keys that lead to them. */
final class RunKeys {
  private static final int MAX_KEY = 200;
  private static final int ID_BYTES = 4;

  private final SecureRandom random = new SecureRandom();
  private final RunLog log;

  RunKeys(RunLog log) {
    this.log = log;
  }

  RunId newId() {
    byte[] bytes = new byte[ID_BYTES];
    RunId id;
    do {
      random.nextBytes(bytes);
      id = new RunId(HexFormat.of().formatHex(bytes));
    } while (!log.events(id).isEmpty());
    return id;
  }

  /**
   * The run that the key led to before.
   *
   * @throws InvalidRunException where the key is no key, or stands for another request
   */
  Optional<RunId> earlier(String key, RunRequest request) throws InvalidRunException {
    if (key.isBlank() || key.length() > MAX_KEY) {
      throw new InvalidRunException(
          "", "an Idempotency-Key has 1 to %d characters".formatted(MAX_KEY));
    }
    Optional<RunLog.Keyed> keyed = log.keyed(key);
    if (keyed.isPresent() && !keyed.get().fingerprint().equals(fingerprint(request))) {
      throw new InvalidRunException(
          "", "this Idempotency-Key was used for another request; use a new one");
    }
    return keyed.map(RunLog.Keyed::id);
  }

  void remember(String key, RunRequest request, RunId id) {
    log.remember(key, new RunLog.Keyed(fingerprint(request), id));
  }

  private static String fingerprint(RunRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, request.kind());
      add(digest, request.cluster());
      for (Map.Entry<String, String> parameter : request.parameters().entrySet()) {
        add(digest, parameter.getKey());
        add(digest, parameter.getValue());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void add(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
