package io.drillmaster.lab.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A vault of 1Password as the provider of External Secrets 2.9 sees it through Connect: items with
 * fields, and answers such as {@code status 403}.
 */
public final class PasswordVault implements Provider {
  private final Map<String, Map<String, String>> items = new TreeMap<>();
  private final Map<String, String> refusedItems = new TreeMap<>();
  private Optional<String> failure = Optional.empty();

  /** Adds or replaces an item. */
  public synchronized void put(String item, Map<String, String> fields) {
    items.put(item, new LinkedHashMap<>(fields));
  }

  /** Gives one field another value. */
  public synchronized void set(String item, String field, String value) {
    items.get(item).put(field, value);
  }

  public synchronized void removeField(String item, String field) {
    items.get(item).remove(field);
  }

  public synchronized void remove(String item) {
    items.remove(item);
  }

  /** From now on the token may not read this item. */
  public synchronized void refuse(String item) {
    refusedItems.put(
        item, "error finding 1Password Item: status 403: Authorization: (vault is not in scope)");
  }

  /** From now on the token is not accepted at all. */
  public synchronized void refuseAll() {
    failure = Optional.of("status 403: Authorization: (the token was revoked)");
  }

  /** From now on nothing answers. */
  public synchronized void goAway() {
    failure =
        Optional.of(
            "Get \"http://onepassword-connect:8080/v1/vaults\": dial tcp 10.96.12.7:8080: connect:"
                + " connection refused");
  }

  /** Ends whatever it refused. */
  public synchronized void heal() {
    failure = Optional.empty();
    refusedItems.clear();
  }

  @Override
  public synchronized Map<String, String> fields(String item) throws ProviderException {
    validate();
    if (refusedItems.containsKey(item)) {
      throw new ProviderException(refusedItems.get(item));
    }
    if (!items.containsKey(item)) {
      throw new ProviderException(
          "error finding 1Password Item: key not found in 1Password Vaults: %s in: map[lab:1]"
              .formatted(item));
    }
    return Map.copyOf(items.get(item));
  }

  @Override
  public synchronized SortedSet<String> items() throws ProviderException {
    validate();
    return new TreeSet<>(items.keySet());
  }

  @Override
  public synchronized void validate() throws ProviderException {
    if (failure.isPresent()) {
      throw new ProviderException(failure.get());
    }
  }
}
