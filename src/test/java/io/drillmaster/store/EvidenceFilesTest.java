package io.drillmaster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.run.RunFold;
import io.drillmaster.core.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFilesTest {
  private static final RunId RUN = new RunId("7f3a");

  @TempDir Path directory;

  @Test
  void theDocumentIsReadAsItWasWritten() throws IOException {
    EvidenceFiles files = files();

    files.write(evidence());

    assertThat(files.read(RUN)).contains("{\"schemaVersion\":1,\"verdict\":\"VERIFIED ✔\"}");
    assertThat(names()).containsExactly("7f3a.json");
  }

  @Test
  void aSecondWriteReplacesTheDocument() throws IOException {
    EvidenceFiles files = files();
    files.write(evidence());
    new EvidenceFiles(directory, evidence -> "second").write(evidence());

    assertThat(files.read(RUN)).contains("second");
    assertThat(names()).containsExactly("7f3a.json");
  }

  @Test
  void thereIsNoneOfAnUnknownRun() {
    assertThat(files().read(new RunId("abcd"))).isEmpty();
  }

  @Test
  void whatADeadProcessLeftUnfinishedIsRemoved() throws IOException {
    Files.writeString(directory.resolve("7f3a123.tmp"), "{");

    files();

    assertThat(names()).isEmpty();
  }

  @Test
  void aDirectoryThatIsGoneIsTold() throws IOException {
    Path gone = directory.resolve("gone");
    EvidenceFiles files = new EvidenceFiles(gone, evidence -> "{}");
    Files.delete(gone);

    assertThatThrownBy(() -> files.write(evidence()))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("evidence cannot be written to " + gone);
  }

  @Test
  void evidenceCanBeForgotten() throws IOException {
    EvidenceFiles files = files();
    files.write(evidence());

    files.delete(RUN);
    files.delete(RUN);

    assertThat(names()).isEmpty();
  }

  private EvidenceFiles files() {
    return new EvidenceFiles(
        directory,
        evidence ->
            "{\"schemaVersion\":%d,\"verdict\":\"%s ✔\"}"
                .formatted(
                    evidence.schemaVersion(), evidence.run().verdict().orElseThrow().name()));
  }

  private static Evidence evidence() {
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        RunFold.fold(RUN, StoreSamples.everyEvent()),
        Map.of("name", "drillmaster"));
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
