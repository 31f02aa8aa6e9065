package io.drillmaster.cli;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.run.PlanFactory;
import java.util.List;

/** What the commands set in motion. */
public interface Program {
  /**
   * @return a daemon that is ready
   * @throws CannotStartException for what an operator can mend
   */
  Daemon start(DrillmasterConfig config);

  /** The kinds of runs that a daemon with this configuration knows; for printing their plans. */
  List<PlanFactory> kinds(DrillmasterConfig config);
}
