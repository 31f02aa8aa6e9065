package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.lab.kube.CrdSchemas;
import io.drillmaster.lab.volsync.VolumeSite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every object of the lab, by the definitions that the operators really ship. */
@Tag("peers")
class LabObjectsPeersIT {
  private final CrdSchemas schemas = CrdSchemas.fromEnvironment();

  @Test
  void everyObjectOfTheLabIsOneThatTheRealApiWouldAccept() {
    try (Lab lab = Lab.start()) {
      for (String cluster : lab.clusters()) {
        CrdSchemas.Verdict verdict = schemas.judge(lab.api(cluster).all());
        assertThat(verdict.problems()).as("objects of %s", cluster).isEmpty();
        assertThat(verdict.judged()).as("objects of %s with a definition", cluster).isPositive();
      }
    }
  }

  @Test
  void whatIsBrokenIsStillWhatTheRealApiWouldAccept() {
    try (Lab lab = Lab.start()) {
      for (Fault fault : Lab.faults()) {
        String hit = lab.inject(fault.name()).cluster();
        if (!fault.findingCode().equals("odd-field")) { // the one that the API must not accept
          assertThat(schemas.judge(lab.api(hit).all()).problems()).as(fault.name()).isEmpty();
        }
        lab.repair(fault.name());
      }
    }
  }

  @Test
  void theOperatorOfTheLabWritesWhatTheRealApiWouldAccept() {
    try (Lab lab = Lab.start()) {
      VolumeSite volume = lab.volumes().get(0);
      volume.patchSource(Map.of("spec", Map.of("trigger", Map.of("manual", "now"))));
      await()
          .until(
              () -> volume.source().path("status").path("lastManualSync").asText().equals("now"));

      assertThat(schemas.judge(List.of(volume.source())).problems()).isEmpty();
    }
  }
}
