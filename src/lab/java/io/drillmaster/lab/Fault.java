package io.drillmaster.lab;

/**
 * Something that can be broken in the lab.
 *
 * @param seenBy {@code probe} or {@code drill}
 * @param findingCode of the finding that it leads to; {@code -} where it must be survived silently
 * @param meaning for people, in a few words
 */
public record Fault(String name, String seenBy, String findingCode, String meaning) {
  /** The finding code of what must be survived without a finding. */
  public static final String SURVIVED = "-";

  static Fault probe(String name, String findingCode, String meaning) {
    return new Fault(name, "probe", findingCode, meaning);
  }
}
