package io.drillmaster.flow;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;

/** Rounds for runs, through the same routes as those of the schedules. */
public final class CamelProbeRounds implements ProbeRounds {
  private final Rounds rounds;
  private final StatusBoard board;
  private final RoundStarter starter;
  private final Clock clock;

  public CamelProbeRounds(Rounds rounds, StatusBoard board, RoundStarter starter, Clock clock) {
    this.rounds = rounds;
    this.board = board;
    this.starter = starter;
    this.clock = clock;
  }

  @Override
  public List<ProbeResult> probe(
      String cluster, String probe, Instant notBefore, Deadline deadline) {
    Lane lane = rounds.lane(cluster, probe);
    CompletableFuture<Exchange> round = starter.run(lane, notBefore);
    try {
      long millis = Math.max(1, deadline.remaining().toMillis());
      return results(round.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return whatIsThere(lane, notBefore, "not within the time of this run");
    } catch (ExecutionException e) {
      return whatIsThere(lane, notBefore, "the round broke");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return whatIsThere(lane, notBefore, "interrupted");
    }
  }

  private static List<ProbeResult> results(Exchange exchange) throws ExecutionException {
    if (exchange.getException() != null) {
      throw new ExecutionException(exchange.getException());
    }
    List<ProbeResult> results = new ArrayList<>();
    for (Object each : exchange.getMessage().getBody(List.class)) {
      results.add((ProbeResult) each);
    }
    return results;
  }

  /** Results that are new enough as they are; for every other known target that nobody looked. */
  private List<ProbeResult> whatIsThere(Lane lane, Instant notBefore, String why) {
    List<ProbeResult> results = new ArrayList<>();
    board.standings().stream()
        .map(standing -> standing.latest())
        .filter(r -> r.probe().equals(lane.probe()))
        .filter(r -> r.target().cluster().equals(lane.cluster()))
        .forEach(
            r ->
                results.add(
                    r.startedAt().isBefore(notBefore) ? missing(lane, r.target(), why) : r));
    if (results.isEmpty()) {
      results.add(missing(lane, new Target(lane.cluster(), lane.probe(), "", "discovery"), why));
    }
    return results;
  }

  private ProbeResult missing(Lane lane, Target target, String why) {
    Finding finding =
        Finding.unknown("deadline-exceeded", "The probe did not answer within its deadline.")
            .expected("an answer")
            .observed(why)
            .next("task dr:status CLUSTER=" + lane.cluster())
            .runbook("docs/runbooks/CannotLook.md");
    return new ProbeResult(
        lane.probe(),
        target,
        List.of(Check.failed("deadline", finding)),
        List.of(),
        clock.instant(),
        Duration.ZERO,
        List.of());
  }
}
