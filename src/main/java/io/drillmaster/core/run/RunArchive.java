package io.drillmaster.core.run;

import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.evidence.EvidenceStore;
import java.util.Map;

/**
 * Where runs are written down.
 *
 * @param tool name and version of this program and of the Java it runs on, for the evidence
 */
public record RunArchive(RunLog log, EvidenceStore evidence, Map<String, String> tool) {
  public RunArchive {
    tool = Map.copyOf(tool);
  }

  Evidence evidenceOf(Run run) {
    return new Evidence(Evidence.SCHEMA_VERSION, run, tool);
  }
}
