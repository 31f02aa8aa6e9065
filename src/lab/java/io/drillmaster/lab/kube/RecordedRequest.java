package io.drillmaster.lab.kube;

/**
 * A request that the server answered.
 *
 * @param path without the query
 * @param verb as RBAC knows it
 * @param subject user name: {@code system:serviceaccount:ns:name}
 * @param code HTTP status; 0 where a fault gave none
 */
public record RecordedRequest(String method, String path, String verb, String subject, int code) {
  /** Whether it asked for a change. */
  public boolean isWrite() {
    return !method.equals("GET") && !method.equals("HEAD");
  }
}
