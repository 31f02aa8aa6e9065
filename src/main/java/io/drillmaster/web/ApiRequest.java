package io.drillmaster.web;

import io.drillmaster.core.run.InvalidRunException;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for, after the gate has matched it with the contract.
 *
 * @param query names and values, decoded
 * @param audit who asks, and what will be said of it
 */
record ApiRequest(
    String method, Contract.Match match, MultiMap query, MultiMap headers, AuditEntry audit) {

  String template() {
    return match.path().template();
  }

  /** A variable of the path, decoded. */
  String variable(String name) {
    return match.variables().getOrDefault(name, "");
  }

  /** Whether it starts or stops something. */
  boolean isMutation() {
    return method.equals("POST") || method.equals("DELETE");
  }

  /** Whether it shows anything of the estate. */
  boolean isPublic() {
    return template().equals("/openapi.json") || template().startsWith("/static/");
  }

  Accept accept() {
    return Accept.of(headers.getAll("Accept"));
  }

  /**
   * @param offered media types that can be had, the preferred one first
   */
  String form(String... offered) {
    List<String> forms = List.of(offered);
    return accept().best(forms).orElseThrow(() -> Problems.notAcceptable(forms).exception());
  }

  /** The one header of this name. */
  Optional<String> header(String name) {
    List<String> values = headers.getAll(name);
    if (values.size() > 1) {
      throw Problems.invalid(name, "is given more than once").exception();
    }
    return values.stream().findFirst();
  }

  /** The one parameter of this name. */
  Optional<String> parameter(String name) {
    return query.getAll(name).stream().findFirst();
  }

  /** Every name in the query that this call does not know, or knows and was given twice. */
  List<InvalidRunException.Problem> queryProblems() {
    List<InvalidRunException.Problem> problems = new ArrayList<>();
    List<String> known = match.path().query(method);
    for (String name : query.names()) {
      if (!known.contains(name)) {
        problems.add(
            new InvalidRunException.Problem(
                "?", "holds a parameter that is not known" + knownOnes(name, known)));
      } else if (query.getAll(name).size() > 1) {
        problems.add(new InvalidRunException.Problem("?" + name, "is given more than once"));
      }
    }
    return problems;
  }

  private static String knownOnes(String given, List<String> known) {
    return known.isEmpty()
        ? "; this call takes none"
        : "; known: " + String.join(", ", known) + DidYouMean.hint(given, known);
  }

  /** Whether the client asked for colours: {@code ?color=always} or a header. */
  Paint paint() {
    String color = parameter("color").or(() -> header("Drillmaster-Color")).orElse("never");
    return switch (color) {
      case "always" -> Paint.ANSI;
      case "never" -> Paint.PLAIN;
      default -> throw Problems.invalid("?color", "must be always or never").exception();
    };
  }
}
