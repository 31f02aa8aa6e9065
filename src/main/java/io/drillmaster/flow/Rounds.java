package io.drillmaster.flow;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * The rounds of all probes: what a discovery found becomes looks, and a discovery that failed
 * becomes results too, because "could not look" is an answer.
 */
public final class Rounds {
  private static final String DISCOVERY = "discovery";

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final StatusBoard board;
  private final Clock clock;
  private volatile Consumer<Round> whenDiscovered = round -> {};
  private volatile boolean closed;

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

  /** Whoever keeps rounds apart hears here when the next one may begin. */
  void whenDiscovered(Consumer<Round> listener) {
    whenDiscovered = listener;
  }

  /** From here on, what cannot be looked at is left as it is: the daemon is ending. */
  void close() {
    closed = true;
  }

  /**
   * Takes what was discovered, retires what is gone, and gives the looks of this round.
   *
   * @return a {@link ProbeResult} for the discovery first, then a {@link ProbeRunner.Look} each
   */
  public List<Object> open(Exchange exchange, Discovery<?> discovery) {
    Round round = Round.of(exchange);
    round.discovered();
    Lane lane = round.lane();
    Discovery<?> wanted = withoutExcluded(discovery, lane);
    Set<Target> existing = new HashSet<>(Set.of(discoveryOf(lane)));
    wanted.subjects().forEach(subject -> existing.add(subject.target()));
    board.retain(lane.cluster(), lane.probe(), existing);
    whenDiscovered.accept(round);
    List<Object> work = new ArrayList<>();
    work.add(discovered(round, wanted));
    work.addAll(looks(round, wanted));
    return work;
  }

  /** What of a list lies in namespaces that the configuration does not leave out. */
  public List<Resource> wanted(Exchange exchange, List<Resource> listed) {
    List<String> excluded = Round.of(exchange).lane().excludedNamespaces();
    return listed.stream().filter(object -> !excluded.contains(object.namespace())).toList();
  }

  private static <S> Discovery<S> withoutExcluded(Discovery<S> discovery, Lane lane) {
    List<Subject<S>> wanted =
        discovery.subjects().stream()
            .filter(s -> !lane.excludedNamespaces().contains(s.target().namespace()))
            .toList();
    return new Discovery<>(discovery.probe(), discovery.what(), wanted);
  }

  private static <S> List<ProbeRunner.Look<S>> looks(Round round, Discovery<S> discovery) {
    return discovery.subjects().stream()
        .filter(subject -> round.isFor(subject.target().namespace()))
        .map(
            subject ->
                new ProbeRunner.Look<>(
                    discovery.probe(), subject, round.lane().deadline(), round.anew()))
        .toList();
  }

  private ProbeResult discovered(Round round, Discovery<?> discovery) {
    String expected = "at least one of " + discovery.what();
    int count = discovery.subjects().size();
    if (count > 0) {
      String observed = count + " " + discovery.what();
      return ofDiscovery(round, Check.passed("found", expected, observed));
    }
    Finding finding = RoundFindings.nothing(round, discovery.what(), expected);
    return ofDiscovery(round, Check.failed("found", finding));
  }

  /**
   * Turns an exception of a route into results: the discovery is UNKNOWN with the reason, and so is
   * every target that was known before, because nobody looked at it.
   */
  public List<ProbeResult> couldNotLook(Exchange exchange) {
    Round round = Round.of(exchange);
    round.discovered();
    whenDiscovered.accept(round);
    Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    return closed ? List.of() : unknown(round, RoundFindings.reason(round, why));
  }

  /** The same for a discovery that has not come back. */
  void stillDiscovering(Round round) {
    unknown(round, RoundFindings.tooLate(round)).forEach(board::publish);
  }

  private List<ProbeResult> unknown(Round round, Finding finding) {
    Lane lane = round.lane();
    Target discovery = discoveryOf(lane);
    List<ProbeResult> results = new ArrayList<>();
    results.add(ofDiscovery(round, Check.failed("found", finding)));
    for (Target target : board.targets(lane.cluster(), lane.probe())) {
      if (!target.equals(discovery)) {
        results.add(result(round, target, Check.failed("look", finding.causedBy(discovery))));
      }
    }
    return results;
  }

  private static Target discoveryOf(Lane lane) {
    return new Target(lane.cluster(), lane.probe(), "", DISCOVERY);
  }

  private ProbeResult ofDiscovery(Round round, Check check) {
    return result(round, discoveryOf(round.lane()), check);
  }

  private ProbeResult result(Round round, Target target, Check check) {
    Duration took = Duration.between(round.startedAt(), clock.instant());
    List<Measurement> nothing = List.of();
    return new ProbeResult(
        round.lane().probe(),
        target,
        List.of(check),
        nothing,
        round.startedAt(),
        took.isNegative() ? Duration.ZERO : took,
        List.of());
  }
}
