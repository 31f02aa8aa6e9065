package io.drillmaster.secrets;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The stores of a cluster, and how many ExternalSecrets read from each. */
final class Stores {
  private final Map<StoreRef, Resource> found = new LinkedHashMap<>();
  private final Map<StoreRef, Integer> users = new HashMap<>();

  Stores(List<Resource> stores, List<ExternalSecret> readers) {
    stores.forEach(store -> found.put(refOf(store), store));
    readers.forEach(reader -> refs(reader).forEach(ref -> users.merge(ref, 1, Integer::sum)));
  }

  private static StoreRef refOf(Resource store) {
    return StoreRef.of(store.string("kind").orElse(""), store.namespace(), store.name());
  }

  private static List<StoreRef> refs(ExternalSecret reader) {
    try {
      return reader.stores();
    } catch (OddFieldException e) {
      return List.of(); // its own judgement says so
    }
  }

  Optional<Resource> get(StoreRef ref) {
    return Optional.ofNullable(found.get(ref));
  }

  int users(StoreRef ref) {
    return users.getOrDefault(ref, 0);
  }

  /** Those that are there and those that are only named. */
  Set<StoreRef> all() {
    Set<StoreRef> all = new TreeSet<>(java.util.Comparator.comparing(StoreRef::what));
    all.addAll(found.keySet());
    all.addAll(users.keySet());
    return all;
  }
}
