package io.drillmaster.lab.kube;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A request that the server answered.
 *
 * @param path without the query
 * @param verb as RBAC knows it
 * @param subject user name: {@code system:serviceaccount:ns:name}
 * @param code HTTP status; 0 where a fault gave none
 */
public record RecordedRequest(String method, String path, String verb, String subject, int code) {
  private static final Pattern QUESTIONS =
      Pattern.compile("/apis/auth(entication|orization)\\.k8s\\.io/.*");

  /** Whether it asked for a change; questions about tokens and rules, though POSTed, do not. */
  public boolean isWrite() {
    return !List.of("GET", "HEAD").contains(method) && !QUESTIONS.matcher(path).matches();
  }
}
