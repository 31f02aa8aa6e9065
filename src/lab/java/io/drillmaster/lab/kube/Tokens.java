package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearer tokens. Those of ServiceAccounts look like JWTs, but are known by themselves; they hold
 * while the account with that uid exists.
 */
final class Tokens {
  /** Audience of the API server itself. */
  static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

  private static final String BEARER = "Bearer ";
  private static final int RANDOM_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Store store;
  private final Clock clock;
  private final String admin = random();
  private final Map<String, Issued> issued = new ConcurrentHashMap<>();

  Tokens(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A token that was handed out. */
  record Issued(String token, Key account, String uid, List<String> audiences, Instant expires) {
    User user() {
      String name = "system:serviceaccount:" + account.namespace() + ":" + account.name();
      return new User(
          name,
          uid,
          List.of(
              "system:serviceaccounts",
              "system:serviceaccounts:" + account.namespace(),
              "system:authenticated"));
    }
  }

  String admin() {
    return admin;
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /**
   * The user behind an {@code Authorization} header.
   *
   * @param header empty if absent: anonymous
   * @throws StatusException 401
   */
  User authenticate(String header) {
    if (header.isEmpty()) {
      return User.ANONYMOUS;
    }
    String token = header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    if (token.equals(admin)) {
      return User.ADMIN;
    }
    return find(token)
        .filter(found -> found.audiences().contains(AUDIENCE))
        .map(Issued::user)
        .orElseThrow(StatusException::unauthorized);
  }

  /** A token that still holds, whatever its audience. */
  Optional<Issued> find(String token) {
    return Optional.ofNullable(issued.get(token))
        .filter(found -> found.expires().isAfter(clock.instant()))
        .filter(
            found ->
                store
                    .get(found.account())
                    .filter(account -> Meta.uid(account).equals(found.uid()))
                    .isPresent());
  }

  /**
   * A new token of a ServiceAccount.
   *
   * @param audiences of the API server if empty
   */
  Issued issue(Key account, ObjectNode object, List<String> audiences, Duration lifetime) {
    Instant expires = clock.instant().plus(lifetime);
    List<String> meant = audiences.isEmpty() ? List.of(AUDIENCE) : List.copyOf(audiences);
    ObjectNode claims =
        Json.object(
            "aud",
            meant,
            "exp",
            expires.getEpochSecond(),
            "iat",
            clock.instant().getEpochSecond(),
            "iss",
            AUDIENCE,
            "sub",
            "system:serviceaccount:" + account.namespace() + ":" + account.name());
    String token =
        encode("{\"alg\":\"RS256\"}") + "." + encode(Json.write(claims)) + "." + random();
    Issued result = new Issued(token, account, Meta.uid(object), meant, expires);
    issued.values().removeIf(old -> old.expires().isBefore(clock.instant()));
    issued.put(token, result);
    return result;
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
