package io.drillmaster.secrets;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.secrets.Thresholds.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Is the Secret there that an ExternalSecret says it made? Each is asked for by name, its metadata
 * alone, and never listed: a right to list Secrets is a right to read them all. RBAC gives the
 * right to {@code get} by namespace, so that where it is not given the question is left out, unless
 * the configuration wants it asked everywhere.
 */
final class SecretQuestions {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final String RUNBOOK = "docs/runbooks/SecretNotSynced.md";

  /** Namespaces whose Secrets may not be read, with the time at which that was answered. */
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();

  /** {@code secret}; empty where there is none to be, and where it may not be asked for. */
  Optional<Check> exists(Case asked) {
    if (asked.thresholds().targets() == Targets.NEVER || !isExpected(asked) || isRefused(asked)) {
      return Optional.empty();
    }
    String namespace = asked.secret().namespace();
    String name = asked.secret().secret();
    try {
      Optional<Resource> found =
          asked
              .cluster()
              .metadata(ResourceKind.SECRET, namespace, name, asked.context().deadline());
      refused.remove(namespace);
      return Optional.of(
          found.isPresent()
              ? Check.passed("secret", "Secret " + name, "Secret " + name)
              : Check.failed("secret", missing(asked, name)));
    } catch (CouldNotLookException e) {
      if (asked.thresholds().targets() == Targets.ALWAYS
          || !e.finding().code().equals("forbidden")) {
        throw e;
      }
      refused.put(namespace, asked.now());
      asked.context().note("its Secret was not looked at: " + e.finding().observed());
      return Optional.empty();
    }
  }

  /** Only where the status says that this very spec was carried out. */
  private static boolean isExpected(Case asked) {
    boolean made =
        asked
            .secret()
            .ready()
            .filter(Ready::isTrue)
            .filter(ready -> ready.reason().equals("SecretSynced"))
            .isPresent();
    return made && asked.secret().hasSecret() && asked.secret().isStatusOfThisSpec();
  }

  private boolean isRefused(Case asked) {
    Instant at = refused.get(asked.secret().namespace());
    return asked.thresholds().targets() == Targets.WHERE_ALLOWED
        && at != null
        && at.plus(REMEMBERED).isAfter(asked.now())
        && !at.isBefore(asked.context().notBefore());
  }

  private static Finding missing(Case asked, String name) {
    return Finding.critical(
            "secret-target-missing",
            "%s says that it made Secret %s, which is not there: whatever uses it cannot start."
                .formatted(asked.what(), name))
        .expected("Secret " + asked.secret().namespace() + "/" + name)
        .observed("none; " + asked.lastRefresh())
        .next(asked.forceSync())
        .runbook(RUNBOOK);
  }
}
