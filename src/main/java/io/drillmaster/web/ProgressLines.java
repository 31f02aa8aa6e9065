package io.drillmaster.web;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events of one run as plain, time-stamped lines for somebody who follows it. Wants every event
 * from the first on, in order. Not for several threads.
 */
final class ProgressLines {
  private final RunId id;
  private final Map<String, Instant> phaseStarts = new HashMap<>();
  private Optional<Instant> runStart = Optional.empty();

  ProgressLines(RunId id) {
    this.id = id;
  }

  /** What is to be said of this event; nothing where it says nothing to people. */
  List<String> lines(RunEvent event) {
    String time = Words.clock(event.at()) + " ";
    return said(event).map(text -> time + Words.line(text)).toList();
  }

  private Stream<String> said(RunEvent event) {
    if (event instanceof RunEvent.RunStarted e) {
      runStart = Optional.of(e.at());
      return Stream.of(title(e));
    } else if (event instanceof RunEvent.PhaseStarted e) {
      phaseStarts.put(e.phase(), e.at());
      return Stream.of("◌ " + e.phase() + " started");
    } else if (event instanceof RunEvent.Progressed e) {
      return Stream.of("◌ " + e.phase() + ": " + e.line());
    } else if (event instanceof RunEvent.CheckRecorded e) {
      return Stream.of(check(e));
    } else if (event instanceof RunEvent.RpoMeasured e) {
      return Stream.of("✔ recovery point measured: " + Words.span(e.rpo()));
    } else if (event instanceof RunEvent.PhaseEnded e) {
      return Stream.concat(Stream.of(ended(e)), e.finding().stream().map(ProgressLines::finding));
    }
    return afterPhases(event);
  }

  private Stream<String> afterPhases(RunEvent event) {
    if (event instanceof RunEvent.CancelRequested e) {
      return Stream.of("– cancelled by " + e.by() + "; cleaning up");
    } else if (event instanceof RunEvent.UndoStarted e) {
      return Stream.of("◌ undo " + e.undo() + (e.attempt() > 1 ? ", attempt " + e.attempt() : ""));
    } else if (event instanceof RunEvent.UndoEnded e) {
      String head =
          e.succeeded() ? "✔ undo " + e.undo() + " done" : "✖ undo " + e.undo() + " failed";
      return Stream.concat(Stream.of(head), e.finding().stream().map(ProgressLines::finding));
    } else if (event instanceof RunEvent.FindingRecorded e) {
      return Stream.of(finding(e.finding()));
    } else if (event instanceof RunEvent.RecoveryStarted) {
      return Stream.of("? the daemon died in the middle; cleaning up after it");
    } else if (event instanceof RunEvent.ResidueCounted e) {
      return Stream.of(residue(e.residue()));
    } else if (event instanceof RunEvent.RunEnded e) {
      return Stream.of(ended(e));
    }
    return Stream.empty();
  }

  private String title(RunEvent.RunStarted e) {
    String what = e.purpose() == Plan.Purpose.DRILL ? "Drill " : "Verification ";
    return what + e.request().kind() + " on " + e.request().cluster() + " · run " + id;
  }

  private static String check(RunEvent.CheckRecorded e) {
    Check check = e.check();
    String target = e.target().cluster() + " " + e.target().kind() + " " + e.target().path();
    String head = check.status().symbol() + " " + target + ": " + check.name();
    if (check.status() == Status.OK) {
      return head + (check.observed().isBlank() ? " good" : " " + check.observed());
    }
    return head + check.finding().map(f -> " · " + told(f)).orElse("");
  }

  private static String finding(Finding finding) {
    return finding.severity().symbol() + " " + told(finding);
  }

  private static String told(Finding f) {
    return f.severity()
        + " · "
        + f.sentence()
        + (f.expected().isBlank() ? "" : " expected " + f.expected() + ",")
        + (f.observed().isBlank() ? "" : " observed " + f.observed())
        + (f.next().isBlank() ? "" : " · next: " + f.next());
  }

  private String ended(RunEvent.PhaseEnded e) {
    String word = e.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    Optional<Instant> start = Optional.ofNullable(phaseStarts.get(e.phase()));
    String took =
        e.state() == PhaseState.SKIPPED
            ? ""
            : start.map(s -> " after " + Words.span(Duration.between(s, e.at()))).orElse("");
    return RunView.symbol(e.state()) + " " + e.phase() + " " + word + took;
  }

  private static String residue(Residue residue) {
    int left = residue.objects().size();
    return left == 0
        ? "✔ cleanup: nothing left"
        : "✖ cleanup: "
            + Words.count(left, "object")
            + " left: "
            + String.join(", ", residue.objects());
  }

  private String ended(RunEvent.RunEnded e) {
    String took = runStart.map(s -> " in " + Words.span(Duration.between(s, e.at()))).orElse("");
    String state = e.state() == io.drillmaster.core.run.RunState.ENDED ? "" : e.state() + " · ";
    return symbol(e.exitCode()) + " " + state + e.verdict() + took + " · exit code " + e.exitCode();
  }

  private static String symbol(int exitCode) {
    return switch (exitCode) {
      case 0 -> "✔";
      case 1, 3 -> "✖";
      default -> "?";
    };
  }
}
