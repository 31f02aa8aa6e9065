package io.drillmaster.web;

import io.drillmaster.core.NearestWord;
import java.util.Collection;

/** Says what somebody who mistyped a name may have meant. */
final class DidYouMean {
  private DidYouMean() {}

  /** {@code ; did you mean component?} or nothing. Names what is known and never what was given. */
  static String hint(String given, Collection<String> known) {
    return NearestWord.to(given, known).map(name -> "; did you mean " + name + "?").orElse("");
  }
}
