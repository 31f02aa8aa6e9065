package io.drillmaster.core.run;

import java.util.List;

/** Makes the plans of one kind of run. */
public interface PlanFactory {
  /** The kind, as it stands in the API: {@code verify-backups}. */
  String kind();

  /** Parameters that this kind takes, for the API description and for "did you mean". */
  List<Parameter> parameters();

  /**
   * Builds the plan. Called when a run is requested, when it is only printed, and again after a
   * crash; so it reads nothing and depends on the request and the configuration alone.
   *
   * @throws InvalidRunException with every problem of the request at once
   */
  Plan plan(RunRequest request) throws InvalidRunException;

  /**
   * @param description one sentence
   */
  record Parameter(String name, boolean required, String description) {}
}
