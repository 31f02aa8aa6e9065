package io.drillmaster.core.run;

import io.drillmaster.core.run.InvalidRunException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Compares the parameters of a request with those that its kind declares. */
public final class RunParameters {
  private static final int NEAR = 3;

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
    return nearest(name, known)
        .map(near -> "a parameter is not known; did you mean " + near + "?")
        .orElse("a parameter is not known; this kind takes " + String.join(", ", known));
  }

  /** The word that was most likely meant, if any is near. */
  public static Optional<String> nearest(String given, List<String> known) {
    if (given.length() > 64) {
      return Optional.empty();
    }
    return known.stream()
        .min(Comparator.comparingInt(word -> distance(given, word)))
        .filter(word -> distance(given, word) <= Math.min(NEAR, word.length() / 2));
  }

  /** How many letters have to be added, left out or exchanged. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
