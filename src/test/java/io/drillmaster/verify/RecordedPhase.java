package io.drillmaster.verify;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.PhaseContext;
import io.drillmaster.core.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a phase said. */
final class RecordedPhase implements PhaseContext {
  final List<String> checks = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  final List<String> lines = new ArrayList<>();

  @Override
  public RunId run() {
    return new RunId("7f3a");
  }

  @Override
  public Clock clock() {
    return Clock.fixed(VerifyBackupsTest.START, ZoneOffset.UTC);
  }

  @Override
  public Instant runStartedAt() {
    return VerifyBackupsTest.START;
  }

  @Override
  public Deadline deadline() {
    return Deadline.in(Duration.ofMinutes(5), clock());
  }

  @Override
  public void progress(String line) {
    lines.add(line);
  }

  @Override
  public void check(Target target, Check check) {
    checks.add(target.path() + " " + check.name() + " " + check.status());
    check.finding().ifPresent(findings::add);
  }

  @Override
  public void dataProvingCheck(Target target, Check check) {
    throw new AssertionError("a verification proves no data");
  }

  @Override
  public void measuredRpo(Duration rpo) {
    throw new AssertionError("a verification measures no RPO");
  }
}
