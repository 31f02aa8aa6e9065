package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.lab.Fault;
import io.drillmaster.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say is what there is. */
class DocumentsTest {
  private static final Path RUNBOOKS = Path.of("docs/runbooks");
  private static final Pattern FINDING =
      Pattern.compile("Finding\\.(?:critical|warning|unknown)\\(\\s*\"([a-z0-9-]+)\"");
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");
  private static final Pattern RUNBOOK = Pattern.compile("\"(?:docs/runbooks/)?([\\w-]+)\\.md\"");

  @Test
  void everyFaultOfTheLabIsInTheListOfFaultsAndNoOther() throws IOException {
    Path document = Path.of("docs/faults.md");
    String list = Files.readString(document);
    List<String> rows = list.lines().filter(line -> line.startsWith("| `")).toList();
    List<String> expected = new ArrayList<>();
    for (Fault fault : Lab.faults()) {
      boolean survived = fault.findingCode().equals(Fault.SURVIVED);
      expected.add(
          "| `%s` | %s | %s | %s | %s |"
              .formatted(
                  fault.name(),
                  fault.seenBy(),
                  survived ? "-" : "`" + fault.findingCode() + "`",
                  fault.meaning(),
                  survived ? "" : link(fault.findingCode())));
    }
    if (Boolean.getBoolean("golden.update")) {
      String before = String.join("\n", rows);
      Files.writeString(document, list.replace(before, String.join("\n", expected)));
      return;
    }
    assertThat(rows).containsExactlyElementsOf(expected);
  }

  @Test
  void everyFindingThatTheProgramCanMakeIsExplainedInARunbook() throws IOException {
    Set<String> made = new TreeSet<>();
    for (Path source : files(Path.of("src/main/java"), ".java")) {
      Matcher finding = FINDING.matcher(Files.readString(source));
      while (finding.find()) {
        made.add(finding.group(1));
      }
    }
    // of drills, which have their own report
    made.remove("residue-left");
    assertThat(made).isNotEmpty();
    Set<String> explained = new TreeSet<>();
    for (Path runbook : files(RUNBOOKS, ".md")) {
      explained.addAll(codes(runbook));
    }
    assertThat(explained).containsAll(made);
  }

  @Test
  void everyRunbookThatTheProgramNamesExists() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path source : files(Path.of("src/main/java"), ".java")) {
      Matcher runbook = RUNBOOK.matcher(Files.readString(source));
      while (runbook.find()) {
        named.add(runbook.group(1));
      }
    }
    assertThat(named)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(RUNBOOKS.resolve(name + ".md")).exists());
  }

  @Test
  void everyRunbookSaysHowToCheckHowToMendAndWhenItIsOver() throws IOException {
    for (Path runbook : files(RUNBOOKS, ".md")) {
      assertThat(Files.readString(runbook))
          .as(runbook.toString())
          .contains("\n## Check\n", "\n## Mend\n", "\n## It is over when\n", "```sh\n");
    }
  }

  /** Every runbook that explains the code: some are seen in several places. */
  private static String link(String code) throws IOException {
    List<String> links = new ArrayList<>();
    for (Path runbook : files(RUNBOOKS, ".md")) {
      if (codes(runbook).contains(code)) {
        String name = runbook.getFileName().toString();
        links.add("[%s](runbooks/%s)".formatted(name.replace(".md", ""), name));
      }
    }
    return links.isEmpty() ? "no runbook explains " + code : String.join(", ", links);
  }

  private static Set<String> codes(Path runbook) throws IOException {
    Set<String> codes = new TreeSet<>();
    Matcher cell = FIRST_CELL.matcher(Files.readString(runbook));
    while (cell.find()) {
      codes.add(cell.group(1));
    }
    return codes;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
