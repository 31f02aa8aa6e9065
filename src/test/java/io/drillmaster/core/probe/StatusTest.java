package io.drillmaster.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTest {
  @Test
  void nothingAtAllIsUnknownAndNeverGreen() {
    assertThat(Status.worstOf(List.of())).isEqualTo(Status.UNKNOWN);
    assertThat(Status.UNKNOWN.isGood()).isFalse();
  }

  @Test
  void aProvenFaultOutranksAMissingAnswerAndThatAWarning() {
    assertThat(Status.worstOf(List.of(Status.UNKNOWN, Status.CRITICAL, Status.OK)))
        .isEqualTo(Status.CRITICAL);
    assertThat(Status.worstOf(List.of(Status.WARNING, Status.UNKNOWN))).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void codesAreThoseOfTheContract() {
    assertThat(List.of(Status.OK, Status.WARNING, Status.CRITICAL, Status.UNKNOWN))
        .extracting(Status::code)
        .containsExactly(0, 1, 2, 3);
  }
}
