package io.drillmaster.cnpg;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Will those who use the database still get in: its certificates, and the Secrets of its users. */
record SafetyQuestions(Case asked) {
  /** As Go's {@code Time.String()} prints it, which is what CNPG 1.30 writes. */
  private static final DateTimeFormatter GO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

  private static final String EXPIRATIONS = "status.certificates.expirations";

  /**
   * @param secret that holds it
   */
  private record Certificate(String secret, Instant end) {}

  /** {@code certificates}: none at its end. Empty while the status tells none. */
  Optional<Check> certificates() {
    List<Certificate> all = new ArrayList<>();
    for (Map.Entry<String, Object> entry :
        asked.database().resource().object(EXPIRATIONS).orElse(Map.of()).entrySet()) {
      all.add(new Certificate(entry.getKey(), time(String.valueOf(entry.getValue()))));
    }
    Optional<Certificate> soonest = all.stream().min(Comparator.comparing(Certificate::end));
    return soonest.map(first -> judge(first, all.size()));
  }

  private Check judge(Certificate first, int count) {
    Instant warning = asked.now().plus(asked.thresholds().certificateWarning());
    String expected =
        "none ends within " + TimeWords.duration(asked.thresholds().certificateWarning());
    String observed =
        "%d, the first (Secret %s) ends %s"
            .formatted(count, first.secret(), TimeWords.time(first.end()));
    if (first.end().isAfter(warning)) {
      return Check.passed("certificates", expected, observed);
    }
    boolean over = !first.end().isAfter(asked.now());
    Finding finding =
        over
            ? Finding.critical(
                "certificate-expired",
                "A certificate of %s has expired: replicas and clients that check it are refused."
                    .formatted(asked.what()))
            : Finding.warning(
                "certificate-expiring",
                "A certificate of %s is about to expire, and nobody has renewed it."
                    .formatted(asked.what()));
    return Check.failed(
        "certificates",
        finding
            .expected(expected)
            .observed(observed)
            .next(asked.command("describe secret " + first.secret()))
            .runbook("docs/runbooks/DatabaseUnhealthy.md"));
  }

  private static Instant time(String text) {
    String[] parts = text.strip().split(" ");
    try {
      if (parts.length >= 3) {
        String second = parts[1].replaceFirst("\\..*", "");
        return OffsetDateTime.parse(parts[0] + " " + second + " " + parts[2], GO).toInstant();
      }
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException e) {
      throw new OddFieldException(EXPIRATIONS, "a map of times");
    }
  }

  /**
   * {@code secrets}: the Secrets of its users are there. Only their names are read. Empty where the
   * Cluster names none.
   */
  Optional<Check> secrets() {
    Set<String> names = names();
    List<String> missing =
        names.stream()
            .filter(
                name ->
                    asked
                        .cluster()
                        .metadata(
                            ResourceKind.SECRET, asked.database().namespace(), name, asked.share())
                        .isEmpty())
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String expected = String.join(", ", names);
    return Optional.of(
        missing.isEmpty()
            ? Check.passed("secrets", expected, expected)
            : Check.failed("secrets", missing(missing, expected)));
  }

  private Finding missing(List<String> missing, String expected) {
    return Finding.critical(
            "secret-missing",
            "There is no Secret %s/%s: a user of %s could not log in, above all after a restore."
                .formatted(asked.database().namespace(), missing.get(0), asked.what()))
        .expected(expected)
        .observed("missing: " + String.join(", ", missing))
        .next(asked.command("get secrets,externalsecrets"))
        .runbook("docs/runbooks/SecretMissing.md");
  }

  private Set<String> names() {
    Database database = asked.database();
    Set<String> names = new LinkedHashSet<>();
    for (String way : List.of("initdb", "recovery", "pg_basebackup")) {
      String bootstrap = "spec.bootstrap." + way;
      if (database.resource().object("spec.bootstrap").isPresent()
          && database.resource().object(bootstrap).isPresent()) {
        database.text(bootstrap + ".secret.name").ifPresent(names::add);
      }
    }
    boolean made =
        database.text("status.secretsResourceVersion.applicationSecretVersion").isPresent();
    if (names.isEmpty() && made) {
      names.add(database.name() + "-app");
    }
    for (Resource role : database.resource().list("spec.managed.roles")) {
      if (!role.string("ensure").equals(Optional.of("absent"))) {
        role.string("passwordSecret.name").ifPresent(names::add);
      }
    }
    return names;
  }
}
