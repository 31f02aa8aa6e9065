package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is broken now in a lab, and how it is broken and repaired. */
final class Breakage {
  private final List<? extends Scene<?>> scenes;
  private final Set<String> active = new LinkedHashSet<>();

  Breakage(Lab lab) {
    this.scenes = FaultFamilies.all().stream().flatMap(family -> family.in(lab).stream()).toList();
  }

  synchronized Target inject(String fault) {
    Target target = scene(fault).inject(fault);
    active.add(fault);
    return target;
  }

  synchronized void repair(String fault) {
    scene(fault).repair(fault);
    active.remove(fault);
  }

  synchronized List<String> active() {
    return List.copyOf(active);
  }

  boolean canBreak(Fault fault) {
    return scenes.stream().anyMatch(scene -> scene.knows(fault.name()));
  }

  private Scene<?> scene(String fault) {
    if (FaultFamilies.faults().stream().noneMatch(one -> one.name().equals(fault))) {
      throw new IllegalArgumentException("the lab has no fault " + fault);
    }
    return scenes.stream()
        .filter(scene -> scene.knows(fault))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("this lab has nothing for the fault " + fault));
  }
}
