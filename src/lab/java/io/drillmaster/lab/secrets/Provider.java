package io.drillmaster.lab.secrets;

import java.util.Map;
import java.util.SortedSet;

/** What stands behind a store. */
public interface Provider {
  /**
   * The fields of an item.
   *
   * @throws ProviderException where there is no such item, or no answer
   */
  Map<String, String> fields(String item) throws ProviderException;

  /** Names of all items. */
  SortedSet<String> items() throws ProviderException;

  /** Whether it would answer. */
  void validate() throws ProviderException;
}
