package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.lab.kube.CrdSchemas;
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
}
