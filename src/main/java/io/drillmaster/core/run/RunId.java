package io.drillmaster.core.run;

import java.util.regex.Pattern;

/** Identity of one run: 4 to 32 lower-case letters and digits, fit for a path and a label value. */
public record RunId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{4,32}");

  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a run id is 4 to 32 lower-case letters and digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
