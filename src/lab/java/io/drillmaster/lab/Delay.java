package io.drillmaster.lab;

import io.drillmaster.Drillmaster;
import io.drillmaster.config.ConfigLoader;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Measures how long it takes from a fault to its finding, over many trials: {@code Delay DIRECTORY
 * SECONDS TRIALS FAULT...}. Every probe runs once in that many seconds; each trial begins at a
 * random time between two rounds. Prints what it measured and judges nothing.
 */
public final class Delay {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MILLIS = 20;

  private final Lab lab;
  private final Drillmaster daemon;
  private final int seconds;
  private final Random random = new Random(4711);

  private Delay(Lab lab, Drillmaster daemon, int seconds) {
    this.lab = lab;
    this.daemon = daemon;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < 4) {
      System.err.println("usage: Delay DIRECTORY SECONDS TRIALS FAULT...");
      System.exit(64);
    }
    Path directory = Files.createDirectories(Path.of(args[0]));
    int seconds = Integer.parseInt(args[1]);
    int trials = Integer.parseInt(args[2]);
    String every = seconds + "s";
    try (Lab lab = Lab.start()) {
      LabEstate.Pace pace = new LabEstate.Pace(every, every, every, every);
      Path config = LabEstate.write(directory, lab, pace, 0, 0).config();
      try (Drillmaster daemon = Drillmaster.start(ConfigLoader.load(config))) {
        Delay delay = new Delay(lab, daemon, seconds);
        System.out.printf("every probe once in %d s, %d trials each%n", seconds, trials);
        System.out.printf(
            "%-28s %9s %9s %9s %9s%n", "fault", "median s", "p95 s", "max s", "max/round");
        for (String fault : List.of(args).subList(3, args.length)) {
          delay.measure(fault, trials);
        }
      }
    }
    System.exit(0);
  }

  private void measure(String fault, int trials) throws InterruptedException {
    String code =
        Lab.faults().stream()
            .filter(one -> one.name().equals(fault))
            .map(Fault::findingCode)
            .findFirst()
            .orElseThrow();
    List<Double> delays = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      until(this::isHealthy);
      Thread.sleep(random.nextInt(seconds * 1000));
      long begun = System.nanoTime();
      Target target = lab.inject(fault);
      until(() -> says(target, code));
      delays.add((System.nanoTime() - begun) / 1e9);
      lab.repair(fault);
    }
    delays.sort(null);
    double max = delays.get(trials - 1);
    System.out.printf(
        "%-28s %9.1f %9.1f %9.1f %9.2f%n",
        fault,
        delays.get(trials / 2),
        delays.get(Math.min(trials - 1, trials * 95 / 100)),
        max,
        max / seconds);
  }

  private boolean isHealthy() {
    return !daemon.board().standings().isEmpty()
        && daemon.board().standings().stream()
            .map(Standing::latest)
            .allMatch(result -> result.status() == Status.OK);
  }

  private boolean says(Target target, String code) {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.target().equals(target))
        .map(ProbeResult::findings)
        .flatMap(List::stream)
        .map(Finding::code)
        .anyMatch(code::equals);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + PATIENCE);
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
