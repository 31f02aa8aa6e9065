package io.drillmaster.lab.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
  private static final long NO_SUCH_PROCESS = 999_999_999;

  @Test
  void deletesWhatAKilledProcessLeftAndNothingElse() throws Exception {
    Path ours = TemporaryFolder.create();
    Path orphan =
        Files.createDirectories(
            ours.resolveSibling("drillmaster-lab-p" + NO_SUCH_PROCESS + "-1").resolve("bucket"));

    Path another = TemporaryFolder.create();

    assertThat(orphan.getParent()).doesNotExist();
    assertThat(ours).isDirectory();
    TemporaryFolder.delete(ours);
    TemporaryFolder.delete(another);
    assertThat(ours).doesNotExist();
  }
}
