package io.drillmaster.lab.kube;

import java.util.List;

/** Who asks. */
record User(String name, String uid, List<String> groups) {
  static final User ANONYMOUS = new User("system:anonymous", "", List.of("system:unauthenticated"));
  static final User ADMIN =
      new User("lab-admin", "", List.of("system:masters", "system:authenticated"));
}
