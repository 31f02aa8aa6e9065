package io.drillmaster.coverage;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.coverage.Protection.By;
import io.drillmaster.coverage.Protection.None;
import io.drillmaster.coverage.Protection.Waived;
import io.drillmaster.kube.OddFieldException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The cluster as a whole: what could be listed, how much is backed up, what is left out. */
record Summary(Estate estate, Words words, Questions questions) {
  private static final Measure PROTECTED =
      new Measure(
          "coverage_protected_objects", "Claims and database clusters that something backs up.");

  private static final Measure LEFT_OUT =
      new Measure(
          "coverage_left_out_objects",
          "Claims and database clusters that are left out on purpose, with a reason.");

  private static final Measure UNPROTECTED =
      new Measure(
          "coverage_unprotected_objects", "Claims and database clusters that nothing backs up.");

  Judgement answer(Instant now) {
    List<Protection> all = protections();
    long backedUp = all.stream().filter(By.class::isInstance).count();
    long leftOut = all.stream().filter(Waived.class::isInstance).count();
    long bare = all.stream().filter(None.class::isInstance).count();
    Judgement.Builder answer = new Judgement.Builder();
    answer
        .add(sources(now))
        .add(clusters())
        .passed(
            "counted",
            "each backed up or left out",
            "%d backed up, %d left out, %d without a backup, of %d"
                .formatted(backedUp, leftOut, bare, all.size()));
    estate
        .unusedExclusions()
        .forEach(unused -> answer.failed("exclusion", words.exclusionUnused(unused)));
    return answer
        .measured(PROTECTED.of(backedUp))
        .measured(LEFT_OUT.of(leftOut))
        .measured(UNPROTECTED.of(bare))
        .build();
  }

  private List<Protection> protections() {
    return Stream.concat(
            estate.claims().stream().map(claim -> (Supplier<Protection>) () -> estate.of(claim)),
            estate.clusters().stream().map(found -> (Supplier<Protection>) () -> estate.of(found)))
        .map(Summary::known)
        .flatMap(List::stream)
        .toList();
  }

  /** What cannot be judged says so at its own target. */
  private static List<Protection> known(Supplier<Protection> protection) {
    try {
      return List.of(protection.get());
    } catch (OddFieldException e) {
      return List.of();
    }
  }

  private Check sources(Instant now) {
    String name = "replication sources";
    if (estate.sources().refusal().isPresent()) {
      return Check.failed(name, estate.sources().refusal().get());
    }
    if (estate.sources() instanceof Listing.Read read) {
      return Check.passed(name, "a list", read.objects().size() + " ReplicationSources");
    }
    List<Claim> bare =
        estate.claims().stream().filter(claim -> estate.of(claim) instanceof None).toList();
    if (bare.isEmpty()) {
      return Check.passed(name, "a list, where a claim needs one", "VolSync is not installed");
    }
    boolean urgent = bare.stream().anyMatch(claim -> questions.isUrgent(claim, now));
    return Check.failed(name, words.volsyncMissing(bare, urgent));
  }

  private Check clusters() {
    String name = "database clusters";
    if (estate.clusterList().refusal().isPresent()) {
      return Check.failed(name, estate.clusterList().refusal().get());
    }
    String observed =
        estate.clusterList() instanceof Listing.Read read
            ? read.objects().size() + " Clusters"
            : "CloudNativePG is not installed";
    return Check.passed(name, "a list", observed);
  }
}
