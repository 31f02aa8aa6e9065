package io.drillmaster.lab.kube;

import io.drillmaster.lab.kube.Rbac.Attributes;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who sends a request: the owner of its token, or whom that one may impersonate. */
final class Identity {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private final Tokens tokens;
  private final Rbac rbac;

  Identity(Tokens tokens, Rbac rbac) {
    this.tokens = tokens;
    this.rbac = rbac;
  }

  /**
   * The user to whom rules apply.
   *
   * @throws StatusException 401 for a token that does not hold, 403 for a forbidden impersonation
   */
  User of(MultiMap headers) {
    User sender =
        tokens.authenticate(Optional.ofNullable(headers.get(HttpHeaders.AUTHORIZATION)).orElse(""));
    String wanted = Optional.ofNullable(headers.get("Impersonate-User")).orElse("");
    if (wanted.isEmpty()) {
      return sender;
    }
    check(sender, wanted);
    List<String> groups = new ArrayList<>(headers.getAll("Impersonate-Group"));
    for (String group : groups) {
      check(sender, new Attributes("impersonate", "", "groups", group, ""));
    }
    if (wanted.startsWith(SERVICE_ACCOUNT) && groups.isEmpty()) {
      groups.add("system:serviceaccounts");
      groups.add("system:serviceaccounts:" + wanted.split(":")[2]);
    }
    groups.add("system:authenticated");
    return new User(wanted, "", groups);
  }

  private void check(User sender, String wanted) {
    String[] parts = wanted.split(":");
    Attributes attributes =
        wanted.startsWith(SERVICE_ACCOUNT) && parts.length == 4
            ? new Attributes("impersonate", "", "serviceaccounts", parts[3], parts[2])
            : new Attributes("impersonate", "", "users", wanted, "");
    check(sender, attributes);
  }

  private void check(User sender, Attributes wanted) {
    if (!rbac.allows(sender, wanted)) {
      throw Forbidden.of(
          sender,
          "impersonate",
          new ResourcePath("v1", wanted.namespace(), wanted.resource(), wanted.name(), ""));
    }
  }
}
