package io.drillmaster.web;

import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.Runs;

/** How the events of a run are written to somebody who follows it. */
interface EventFormat {
  /** Media type without charset. */
  String mediaType();

  /** What is written for this event; empty where it says nothing. Every event comes, in order. */
  String write(Runs.Numbered event);

  /** What keeps a connection open on which nothing happens; may be empty. */
  String heartbeat();

  /** Server-sent events, with the position of each as its id. */
  static EventFormat serverSent() {
    return new EventFormat() {
      @Override
      public String mediaType() {
        return MediaTypes.EVENTS;
      }

      @Override
      public String write(Runs.Numbered event) {
        return "id: "
            + event.position()
            + "\nevent: "
            + EventJson.type(event.event())
            + "\ndata: "
            + EventJson.render(event.event())
            + "\n\n";
      }

      @Override
      public String heartbeat() {
        return ": still here\n\n";
      }
    };
  }

  /** Lines for people. The same run gives the same lines whenever it is followed. */
  static EventFormat lines(RunId id) {
    ProgressLines lines = new ProgressLines(id);
    return new EventFormat() {
      @Override
      public String mediaType() {
        return MediaTypes.TEXT;
      }

      @Override
      public String write(Runs.Numbered event) {
        return lines.lines(event.event()).stream()
            .map(line -> line + "\n")
            .collect(java.util.stream.Collectors.joining());
      }

      @Override
      public String heartbeat() {
        return "";
      }
    };
  }
}
