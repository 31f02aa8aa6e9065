package io.drillmaster.lab.kube;

import java.util.ArrayList;
import java.util.List;

/**
 * The place of one field, for field ownership.
 *
 * @param steps names of fields; items of keyed lists as {@code [name="web"]}
 */
record FieldPath(List<String> steps) {
  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath {
    steps = List.copyOf(steps);
  }

  FieldPath then(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /** As the API server writes it: {@code .spec.containers[name="web"].image}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append(step.startsWith("[") ? "" : ".").append(step));
    return text.toString();
  }
}
