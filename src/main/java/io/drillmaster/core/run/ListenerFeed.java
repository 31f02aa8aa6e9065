package io.drillmaster.core.run;

/** Makes of the events of one run what a {@link RunListener} is told. */
final class ListenerFeed {
  private final RunJournal journal;
  private final RunListener listener;

  ListenerFeed(RunJournal journal, RunListener listener) {
    this.journal = journal;
    this.listener = listener;
  }

  void accept(Runs.Numbered numbered) {
    RunEvent event = numbered.event();
    if (event instanceof RunEvent.RunStarted || event instanceof RunEvent.RecoveryStarted) {
      listener.onStarted(
          RunFold.fold(journal.id(), journal.events().subList(0, numbered.position() + 1)));
    } else if (event instanceof RunEvent.RunEnded) {
      listener.onEnded(journal.run());
    }
  }
}
