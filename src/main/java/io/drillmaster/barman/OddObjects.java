package io.drillmaster.barman;

import java.util.List;

/**
 * Objects below {@code base/} and {@code wals/} that barman did not write: they prove nothing, and
 * a recovery ignores them.
 *
 * @param examples the first few full keys, without control characters, shortened
 */
public record OddObjects(long count, List<String> examples) {
  public OddObjects {
    examples = List.copyOf(examples);
  }
}
