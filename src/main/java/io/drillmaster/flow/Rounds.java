package io.drillmaster.flow;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of all probes: what a discovery found becomes looks, and a discovery that failed
 * becomes results too, because "could not look" is an answer.
 */
public final class Rounds {
  /** Exchange property: name of the cluster. */
  static final String CLUSTER = "cluster";

  /** Exchange property: name of the probe. */
  static final String PROBE = "probe";

  /** Exchange property of a run: data read before this instant must not be used. */
  static final String NOT_BEFORE = "notBefore";

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final String DISCOVERY = "discovery";

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final Map<String, Instant> discovering = new ConcurrentHashMap<>();
  private final StatusBoard board;
  private final Clock clock;

  public Rounds(StatusBoard board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  void add(Lane lane) {
    lanes.put(lane.id(), lane);
  }

  Lane lane(String cluster, String probe) {
    Lane lane = lanes.get(probe + "-" + cluster);
    if (lane == null) {
      throw new IllegalArgumentException("no probe " + probe + " in cluster " + cluster);
    }
    return lane;
  }

  /**
   * Whether a scheduled round may begin: not while the discovery of the one before still hangs. A
   * discovery that never came back is given up after a minute, so that its route is tried again.
   */
  public boolean mayBegin(String cluster, String probe) {
    Instant now = clock.instant();
    Instant mine =
        discovering.compute(
            lane(cluster, probe).id(),
            (id, since) ->
                since == null || since.isBefore(now.minus(Duration.ofMinutes(1))) ? now : since);
    return mine.equals(now);
  }

  /**
   * Takes what was discovered, retires what is gone, and gives the looks of this round.
   *
   * @return a {@link ProbeResult} for the discovery first, then a {@link ProbeRunner.Look} each
   */
  public List<Object> open(Exchange exchange, Discovery<?> discovery) {
    Lane lane = laneOf(exchange);
    discovering.remove(lane.id());
    List<Object> round = new ArrayList<>();
    round.add(discovered(lane, startOf(exchange), discovery));
    Set<Target> existing = new HashSet<>(Set.of(discoveryOf(lane)));
    looks(lane, anew(exchange), discovery)
        .forEach(
            look -> {
              existing.add(look.subject().target());
              round.add(look);
            });
    board.retain(lane.cluster(), lane.probe(), existing);
    return round;
  }

  private <S> List<ProbeRunner.Look<S>> looks(
      Lane lane, Optional<Instant> anew, Discovery<S> discovery) {
    List<ProbeRunner.Look<S>> looks = new ArrayList<>();
    for (Subject<S> subject : discovery.subjects()) {
      if (!lane.excludedNamespaces().contains(subject.target().namespace())) {
        looks.add(new ProbeRunner.Look<>(discovery.probe(), subject, lane.deadline(), anew));
      }
    }
    return looks;
  }

  private ProbeResult discovered(Lane lane, Instant startedAt, Discovery<?> discovery) {
    long count =
        discovery.subjects().stream()
            .filter(s -> !lane.excludedNamespaces().contains(s.target().namespace()))
            .count();
    String expected = "at least one of " + discovery.what();
    if (count > 0) {
      return result(
          lane,
          discoveryOf(lane),
          startedAt,
          Check.passed("found", expected, String.valueOf(count)));
    }
    Finding finding =
        Finding.unknown(
                "nothing-found",
                "There are no " + discovery.what() + " in this cluster, so nothing is proven.")
            .expected(expected)
            .observed("none")
            .next(
                "if that is right, set probes."
                    + lane.probe()
                    + ".enabled: false; else see what deletes them")
            .runbook("docs/runbooks/CannotLook.md");
    return result(lane, discoveryOf(lane), startedAt, Check.failed("found", finding));
  }

  /**
   * Turns an exception of a route into results: the discovery is UNKNOWN with the reason, and so is
   * every target that was known before, because nobody looked at it.
   */
  public List<ProbeResult> couldNotLook(Exchange exchange) {
    Lane lane = laneOf(exchange);
    discovering.remove(lane.id());
    Finding finding =
        reason(lane, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    Target discovery = discoveryOf(lane);
    List<ProbeResult> results = new ArrayList<>();
    results.add(result(lane, discovery, startOf(exchange), Check.failed("found", finding)));
    for (Target target : board.targets(lane.cluster(), lane.probe())) {
      if (!target.equals(discovery)) {
        Check check = Check.failed("look", finding.causedBy(discovery));
        results.add(result(lane, target, startOf(exchange), check));
      }
    }
    return results;
  }

  private static Finding reason(Lane lane, Exception exception) {
    for (Throwable t = exception; t != null; t = t.getCause()) {
      if (t instanceof CouldNotLookException known) {
        return known.finding();
      }
    }
    LOG.error("The route of {} broke", lane.id(), exception);
    return Finding.unknown(
            "probe-error", "The probe itself broke; this is a defect of Drillmaster, not a backup.")
        .expected("an answer")
        .observed(exception == null ? "no answer" : exception.getClass().getSimpleName())
        .next("look for " + lane.id() + " in the log of Drillmaster and report it")
        .runbook("docs/runbooks/CannotLook.md");
  }

  private Lane laneOf(Exchange exchange) {
    return lane(
        exchange.getProperty(CLUSTER, String.class), exchange.getProperty(PROBE, String.class));
  }

  private static Optional<Instant> anew(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty(NOT_BEFORE, Instant.class));
  }

  private Instant startOf(Exchange exchange) {
    Instant created = Instant.ofEpochMilli(exchange.getClock().getCreated());
    Instant now = clock.instant();
    return created.isAfter(now) ? now : created;
  }

  private static Target discoveryOf(Lane lane) {
    return new Target(lane.cluster(), lane.probe(), "", DISCOVERY);
  }

  private ProbeResult result(Lane lane, Target target, Instant startedAt, Check check) {
    Duration took = Duration.between(startedAt, clock.instant());
    List<Measurement> nothing = List.of();
    return new ProbeResult(
        lane.probe(), target, List.of(check), nothing, startedAt, took, List.of());
  }
}
