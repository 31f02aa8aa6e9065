package io.drillmaster.lab;

/**
 * Something that can be broken in the lab.
 *
 * @param name kebab-case
 * @param seenBy {@code probe} or {@code drill}
 * @param findingCode the finding that must appear; {@code -} where it must be survived without one
 * @param meaning one sentence for people
 */
public record Fault(String name, String seenBy, String findingCode, String meaning) {
  /** The finding code of a fault that must be survived without a finding. */
  public static final String SURVIVED = "-";

  /** A fault that a probe sees. */
  public static Fault seenByProbe(String name, String findingCode, String meaning) {
    return new Fault(name, "probe", findingCode, meaning);
  }
}
