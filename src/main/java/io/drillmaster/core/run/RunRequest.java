package io.drillmaster.core.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody asked for.
 *
 * @param kind {@code verify-backups}, {@code cnpg-restore}, …
 * @param cluster name of a cluster, or {@code all} where the kind allows it
 * @param parameters of the kind, as given; no secrets
 * @param requestedBy who asked: a subject, {@code static-token}, {@code schedule}
 */
public record RunRequest(
    String kind, String cluster, Map<String, String> parameters, String requestedBy) {
  public static final String ALL_CLUSTERS = "all";

  public RunRequest {
    parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
  }
}
