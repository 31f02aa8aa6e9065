package io.drillmaster.coverage;

import io.drillmaster.core.probe.Judgement;
import java.time.Instant;

/** What is asked of one target; everything that the answer needs was read before. */
@FunctionalInterface
interface Question {
  Judgement answer(Instant now);
}
