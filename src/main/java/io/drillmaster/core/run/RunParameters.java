package io.drillmaster.core.run;

import io.drillmaster.core.NearestWord;
import io.drillmaster.core.run.InvalidRunException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Compares the parameters of a request with those that its kind declares. */
public final class RunParameters {
  private RunParameters() {}

  /**
   * A problem for each parameter that the kind does not know and for each that is missing. The
   * pointer of an unknown one is that of the whole request, because nothing of a request is
   * repeated.
   */
  public static List<Problem> problems(PlanFactory kind, RunRequest request) {
    List<String> known = kind.parameters().stream().map(PlanFactory.Parameter::name).toList();
    List<Problem> problems = new ArrayList<>();
    request.parameters().keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> problems.add(new Problem("", unknown(name, known))));
    kind.parameters().stream()
        .filter(parameter -> parameter.required())
        .map(PlanFactory.Parameter::name)
        .filter(name -> request.parameters().getOrDefault(name, "").isBlank())
        .forEach(name -> problems.add(new Problem("/" + name, "is missing")));
    return problems;
  }

  private static String unknown(String name, List<String> known) {
    if (known.isEmpty()) {
      return "there is a parameter too many; this kind takes none";
    }
    return NearestWord.to(name, known)
        .map(near -> "a parameter is not known; did you mean " + near + "?")
        .orElse("a parameter is not known; this kind takes " + String.join(", ", known));
  }
}
