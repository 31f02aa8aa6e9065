package io.drillmaster.core.sandbox;

/** Counts what is in the sandbox beyond its declared baseline, labelled or not. */
@FunctionalInterface
public interface ResidueCensus {
  /**
   * @throws Exception where it could not be counted; that is not the same as nothing
   */
  Residue count() throws Exception;
}
