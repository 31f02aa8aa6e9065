package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.Drillmaster;
import io.drillmaster.config.ConfigLoader;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabIT {
  @TempDir Path folder;

  @Test
  void aHealthyEstateShowsNoFinding() throws Exception {
    try (Lab lab = Lab.start();
        Drillmaster daemon = Drillmaster.start(ConfigLoader.load(lab.writeConfig(folder)))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                List<Standing> standings = daemon.board().standings();
                assertThat(standings).hasSize(2 * 5 + 4);
                assertThat(standings)
                    .allSatisfy(
                        one ->
                            assertThat(one.latest().status())
                                .as("%s %s", one.latest().target(), one.latest().findings())
                                .isEqualTo(Status.OK));
              });
    }
  }
}
