package io.drillmaster.coverage;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Target;
import io.drillmaster.coverage.Protection.By;
import io.drillmaster.coverage.Protection.None;
import io.drillmaster.coverage.Protection.Unclear;
import io.drillmaster.coverage.Protection.Waived;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Is this backed up?
 *
 * @param grace how long something new may wait for its backup before that is urgent
 */
record Questions(Estate estate, Words words, Duration grace) {
  private static final String BACKUP = "backup";

  Judgement ask(Claim claim, Instant now) {
    return judgement(
        claim.resource(),
        () -> {
          Protection protection = estate.of(claim);
          return protection instanceof None
              ? Check.failed(
                  BACKUP, words.claim(claim, isUrgent(claim, now)).causedBy(cause(claim)))
              : told(protection, "a ReplicationSource");
        });
  }

  /** One fact rings once: at the StatefulSet, or where nothing could be backed up, above all. */
  private Target cause(Claim claim) {
    if (estate.sources() instanceof Listing.NotInstalled) {
      return words.summary();
    }
    return estate.setsOf(claim).stream()
        .findFirst()
        .map(set -> words.target(set.resource(), "statefulset"))
        .orElseGet(() -> words.target(claim.resource(), "pvc"));
  }

  Judgement ask(Replicas set, Instant now) {
    return judgement(set.resource(), () -> check(set, now));
  }

  private Check check(Replicas set, Instant now) {
    Optional<LeftOut> leftOut = estate.of(set);
    if (leftOut.isPresent()) {
      return Words.leftOut(leftOut.get());
    }
    List<Protection> all = set.claims().stream().map(estate::of).toList();
    Optional<Unclear> unclear =
        all.stream().filter(Unclear.class::isInstance).map(Unclear.class::cast).findFirst();
    if (unclear.isPresent()) {
      return told(unclear.get(), "");
    }
    List<Claim> bare = set.claims().stream().filter(c -> estate.of(c) instanceof None).toList();
    if (bare.isEmpty()) {
      String observed = all.isEmpty() ? "no claims" : all.size() + " of " + all.size();
      return Check.passed("claims", "every claim backed up or left out", observed);
    }
    boolean urgent = bare.stream().anyMatch(claim -> isUrgent(claim, now));
    Finding finding = words.set(set, bare, urgent);
    return Check.failed(
        "claims",
        estate.sources() instanceof Listing.NotInstalled
            ? finding.causedBy(words.summary())
            : finding);
  }

  Judgement ask(Database database, Instant now) {
    return judgement(
        database.resource(),
        () -> {
          Protection protection = estate.of(database);
          boolean urgent = !database.isReplica() && !isYoung(database.resource(), now);
          return protection instanceof None
              ? Check.failed(BACKUP, words.database(database, urgent))
              : told(protection, "spec.backup, or a plugin that archives");
        });
  }

  private Check told(Protection protection, String expected) {
    if (protection instanceof By by) {
      return Check.passed(BACKUP, expected, by.what());
    }
    if (protection instanceof Waived waived) {
      return Words.leftOut(waived.leftOut());
    }
    Finding finding = ((Unclear) protection).finding();
    return Check.failed(BACKUP, finding.causedBy(words.summary()));
  }

  boolean isUrgent(Claim claim, Instant now) {
    return claim.hasVolume() && !isYoung(claim.resource(), now);
  }

  private boolean isYoung(Resource object, Instant now) {
    return object
        .instant("metadata.creationTimestamp")
        .filter(created -> created.plus(grace).isAfter(now))
        .isPresent();
  }

  private Judgement judgement(Resource object, Supplier<Check> check) {
    Judgement.Builder answer = new Judgement.Builder();
    try {
      return answer.add(check.get()).build();
    } catch (OddFieldException e) {
      return answer.failed(BACKUP, words.odd(object, e)).build();
    }
  }
}
