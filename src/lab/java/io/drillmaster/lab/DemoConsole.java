package io.drillmaster.lab;

import io.drillmaster.Drillmaster;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines that are typed while the demo runs: break and repair, and see what the daemon says. */
final class DemoConsole {
  private static final String HELP =
      """
      faults          what can be broken
      break NAME      breaks it
      repair NAME     repairs it
      problems        what the daemon has found
      """;

  private final Lab lab;
  private final Drillmaster daemon;
  private final PrintStream out;

  DemoConsole(Lab lab, Drillmaster daemon, PrintStream out) {
    this.lab = lab;
    this.daemon = daemon;
    this.out = out;
  }

  /** Reads lines on a thread of its own until there are no more. */
  void listen(InputStream in) {
    Thread reader = new Thread(() -> read(in), "demo-console");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          execute(line.strip().split("\\s+"));
        }
      }
    } catch (IOException e) {
      out.println("No more lines can be read here; the demo goes on.");
    }
  }

  private void execute(String[] words) {
    String verb = words[0];
    boolean named = words.length == 2 && isFault(words[1]);
    if (verb.equals("break") && named) {
      lab.inject(words[1]);
      out.println("Broken. The daemon will see it within seconds; type: problems");
    } else if (verb.equals("repair") && named) {
      lab.repair(words[1]);
      out.println("Repaired. It will be gone within seconds; type: problems");
    } else if (verb.equals("problems")) {
      problems();
    } else if (verb.equals("faults")) {
      Lab.faults().forEach(f -> out.printf("%-28s %s%n", f.name(), f.meaning()));
    } else {
      out.print(HELP);
    }
  }

  private static boolean isFault(String name) {
    return Lab.faults().stream().anyMatch(fault -> fault.name().equals(name));
  }

  private void problems() {
    List<Standing> problems =
        daemon.board().standings().stream()
            .filter(standing -> standing.latest().status() != Status.OK)
            .toList();
    if (problems.isEmpty()) {
      out.println("None: " + daemon.board().standings().size() + " results are good.");
    }
    for (Standing standing : problems) {
      Status status = standing.latest().status();
      out.println(status.symbol() + " " + status + " " + standing.latest().target());
      standing
          .latest()
          .findings()
          .forEach(
              finding -> {
                out.println("    " + finding.code() + ": " + finding.sentence());
                out.println("    next  " + finding.next());
              });
    }
  }
}
