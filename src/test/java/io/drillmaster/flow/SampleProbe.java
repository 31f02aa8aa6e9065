package io.drillmaster.flow;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A probe whose world the test makes: what exists, and how each target answers. */
public final class SampleProbe implements Probe<String> {
  static final Map<String, List<String>> WORLD = new ConcurrentHashMap<>();
  static final CountDownLatch NEVER = new CountDownLatch(1);

  /** Ends the lists that hang. */
  static volatile CountDownLatch freed = new CountDownLatch(1);

  private final String cluster;

  public SampleProbe(String cluster, ProbeSettings settings) {
    this.cluster = cluster;
    settings.integer("size");
  }

  @Override
  public String name() {
    return "sample";
  }

  public Discovery<String> discover() {
    List<Subject<String>> subjects = new ArrayList<>();
    for (String name : WORLD.getOrDefault(cluster, List.of())) {
      if (name.endsWith("-LIST")) {
        hang(name.equals("STUCK-LIST"));
      }
      if (name.equals("FORBIDDEN")) {
        throw new CouldNotLookException(
            Finding.unknown("forbidden", "Not allowed to list samples.").next("grant it"));
      }
      subjects.add(new Subject<>(new Target(cluster, "sample", "ns", name), name));
    }
    return new Discovery<>(this, "Samples", subjects);
  }

  private static void hang(boolean stubborn) {
    boolean over = false;
    while (!over) {
      try {
        over = freed.await(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        if (!stubborn) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Override
  public Judgement judge(Subject<String> subject, ProbeContext context) {
    if (subject.state().startsWith("hangs")) {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (subject.state().startsWith("bad")) {
      return new Judgement.Builder()
          .failed("shape", Finding.critical("sample-bad", "The sample is bad.").next("mend it"))
          .build();
    }
    return new Judgement.Builder().passed("shape", "round", "round").build();
  }
}
