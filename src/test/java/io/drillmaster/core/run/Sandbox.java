package io.drillmaster.core.run;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A world that drills of the tests write in: each phase makes one thing, its undo removes it. */
final class Sandbox {
  static final Target TARGET = new Target("infra", "drill", "databases", "postgres");
  static final Duration PHASE = Duration.ofMinutes(10);
  static final Duration UNDO = Duration.ofMinutes(3);

  final Set<String> things = Collections.synchronizedSet(new TreeSet<>());
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  /** A phase that makes a thing of its name. */
  Phase makes(String thing) {
    return makes(thing, context -> {});
  }

  /** A phase that makes a thing of its name, and then does more. */
  Phase makes(String thing, Phase.Action more) {
    return Phase.of(
            thing,
            PHASE,
            context -> {
              done.add("make " + thing);
              things.add(thing);
              more.perform(context);
            })
        .undoneBy(removes(thing));
  }

  Undo removes(String thing) {
    return new Undo(
        "remove-" + thing,
        UNDO,
        3,
        run -> {
          done.add("remove " + thing);
          things.remove(thing);
        });
  }

  /** A phase that proves the data. */
  static Phase verifies() {
    return Phase.of("verify", PHASE, context -> context.dataProvingCheck(TARGET, good("rows")));
  }

  static Check good(String name) {
    return Check.passed(name, "some", "some");
  }

  static Check bad(String name) {
    return Check.failed(name, Finding.critical("rows-missing", "Rows are missing."));
  }

  static Check unknown(String name) {
    return Check.failed(name, Finding.unknown("api-timeout", "The API did not answer."));
  }

  static Check warning(String name) {
    return Check.failed(name, Finding.warning("bucket-slow", "The bucket is slow."));
  }

  Plan drill(Phase... phases) {
    return new Plan(
        "drill",
        TARGET,
        Plan.Purpose.DRILL,
        List.of(phases),
        Objectives.NONE,
        Optional.empty(),
        List.of(),
        Optional.of(() -> new Residue(List.copyOf(things))));
  }
}
