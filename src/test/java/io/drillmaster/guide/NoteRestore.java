package io.drillmaster.guide;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.Objectives;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.PhaseContext;
import io.drillmaster.core.run.PhaseFailedException;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLocks;
import io.drillmaster.core.run.RunParameters;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.Undo;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Restores the newest copy of a note into the sandbox and reads it there. */
public final class NoteRestore implements PlanFactory {
  private final Notes notes;

  /** The backups, and the sandbox that they are restored into. */
  public interface Notes {
    Optional<Copy> newest(String note);

    void create(String name, String text);

    Optional<String> read(String name);

    /** Succeeds where there is no such note. */
    void delete(String name);

    List<String> leftInTheSandbox();
  }

  /**
   * @param writtenAt when the note was written that was backed up
   */
  public record Copy(String text, Instant writtenAt) {}

  public NoteRestore(Notes notes) {
    this.notes = notes;
  }

  @Override
  public String kind() {
    return "note-restore";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("note", true, "Name of the note to restore."));
  }

  @Override
  public Plan plan(RunRequest request) throws InvalidRunException {
    List<Problem> problems = RunParameters.problems(this, request);
    if (!problems.isEmpty()) {
      throw new InvalidRunException(problems);
    }
    String note = request.parameters().get("note");
    Target target = new Target(request.cluster(), kind(), "", note);
    Undo deletion = new Undo("delete-note", Duration.ofSeconds(10), 3, this::delete);
    return new Plan(
        kind(),
        target,
        Plan.Purpose.DRILL,
        List.of(
            Phase.of("preflight", Duration.ofSeconds(10), context -> copyOf(note)),
            Phase.of("restore", Duration.ofMinutes(1), context -> restore(note, context))
                .undoneBy(deletion),
            Phase.of("verify", Duration.ofSeconds(30), context -> verify(target, context))),
        new Objectives(Optional.of(Duration.ofMinutes(2)), Optional.of(Duration.ofHours(8))),
        Optional.of(new Plan.RtoClock("restore", "verify")),
        List.of(new RunLocks.Key(request.cluster(), "drillmaster-sandbox")),
        Optional.of(() -> new Residue(notes.leftInTheSandbox())));
  }

  private Copy copyOf(String note) throws PhaseFailedException {
    return notes
        .newest(note)
        .orElseThrow(
            () ->
                new PhaseFailedException(
                    Finding.critical("note-without-backup", "The note was never backed up.")
                        .next("ls backups")));
  }

  private void restore(String note, PhaseContext context) throws PhaseFailedException {
    Copy copy = copyOf(note);
    notes.create(nameOf(context.run()), copy.text());
    context.measuredRpo(Duration.between(copy.writtenAt(), context.runStartedAt()));
    context.progress("restored what was written at " + copy.writtenAt());
  }

  private void verify(Target target, PhaseContext context) {
    String text = notes.read(nameOf(context.run())).orElse("");
    context.dataProvingCheck(
        target,
        text.isEmpty()
            ? Check.failed(
                "text",
                Finding.critical("note-empty", "The restored note is empty.").next("less backups"))
            : Check.passed("text", "some", text.length() + " characters"));
  }

  private void delete(RunId run) {
    notes.delete(nameOf(run));
  }

  private static String nameOf(RunId run) {
    return "note-" + run;
  }
}
