package io.drillmaster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.ConfigLoader;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.lab.Lab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on the simulated estate: from an object in a cluster to a metric and a row. */
class DaemonIT {
  @TempDir static Path directory;
  private static Lab lab;
  private static Drillmaster daemon;

  @BeforeAll
  static void start() throws Exception {
    lab = Lab.start();
    daemon = Drillmaster.start(ConfigLoader.load(lab.writeConfig(directory)));
  }

  @AfterAll
  static void end() {
    daemon.close();
    lab.close();
  }

  private static List<Standing> standings() {
    return daemon.board().standings();
  }

  @Test
  void aHealthyEstateHasNoFindingOverManyRounds() throws Exception {
    await().atMost(20, SECONDS).until(() -> standings().size() >= 4 + 2 * lab.volumes().size());
    await()
        .during(5, SECONDS)
        .atMost(30, SECONDS)
        .until(() -> standings().stream().allMatch(s -> s.latest().status() == Status.OK));
  }
}
