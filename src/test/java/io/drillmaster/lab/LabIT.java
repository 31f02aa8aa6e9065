package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.Drillmaster;
import io.drillmaster.config.ConfigLoader;
import io.drillmaster.core.probe.Status;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabIT {
  @TempDir Path folder;

  @Test
  void aHealthyEstateShowsNoFinding() throws Exception {
    showsNoFinding(LabOptions.standard());
  }

  @Test
  void anEstateOfOtherNamesIsWatchedAsWell() throws Exception {
    showsNoFinding(
        LabOptions.of(
            new LabCluster("alpha", "", List.of(BackedUpVolume.of("shop", "orders"))),
            new LabCluster("beta", "edge", List.of(BackedUpVolume.of("shop", "orders"))),
            new LabCluster(
                "gamma",
                "edge",
                List.of(
                    BackedUpVolume.of("mail", "boxes"),
                    new BackedUpVolume("wiki", "pages", "15 3 * * *", 1)))));
  }

  private void showsNoFinding(LabOptions options) throws Exception {
    try (Lab lab = Lab.start(options);
        Drillmaster daemon = Drillmaster.start(ConfigLoader.load(lab.writeConfig(folder)))) {
      int buckets = lab.volumes().size() + lab.databases().size();
      int results = lab.volumes().size() + buckets + 2 * lab.clusters().size();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(daemon.board().standings())
                      .filteredOn(
                          one -> List.of("volsync", "object-store").contains(one.latest().probe()))
                      .hasSize(results));
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(daemon.board().standings())
                      .allSatisfy(
                          one ->
                              assertThat(one.latest().status())
                                  .as("%s %s", one.latest().target(), one.latest().findings())
                                  .isEqualTo(Status.OK)));
    }
  }
}
