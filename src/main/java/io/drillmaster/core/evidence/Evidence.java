package io.drillmaster.core.evidence;

import io.drillmaster.core.run.Run;
import java.util.Map;

/**
 * The document that is filed for one run.
 *
 * @param schemaVersion of this document; raised when a reader would have to change
 * @param run everything that its events tell
 * @param tool name and version of what took it, and the Java it ran on
 */
public record Evidence(int schemaVersion, Run run, Map<String, String> tool) {
  public static final int SCHEMA_VERSION = 1;
}
