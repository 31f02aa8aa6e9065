package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All objects. {@link #commit} is the only way in; whoever alters an object copies it first. Used
 * by one thread.
 */
final class Store {
  private static final String AFTER_ALL_NAMES = "\uffff";
  private static final long FIRST_VERSION = 1000;

  private final NavigableMap<Key, ObjectNode> objects = new TreeMap<>();
  private final Map<String, Key> byUid = new HashMap<>();
  private final EventLog log = new EventLog(FIRST_VERSION);
  private final List<Consumer<Change>> listeners = new ArrayList<>();
  private long version = FIRST_VERSION;

  /** Told of each change, within the commit. */
  void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** The stored object itself: not to be altered. */
  Optional<ObjectNode> get(Key key) {
    return Optional.ofNullable(objects.get(key));
  }

  Optional<Key> byUid(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  /**
   * The stored objects of this resource, in order.
   *
   * @param namespace empty for all
   */
  NavigableMap<Key, ObjectNode> list(String resource, String namespace) {
    String last = namespace.isEmpty() ? AFTER_ALL_NAMES : namespace;
    return objects.subMap(
        new Key(resource, namespace, ""), true, new Key(resource, last, AFTER_ALL_NAMES), true);
  }

  Collection<Map.Entry<Key, ObjectNode>> all() {
    return new ArrayList<>(objects.entrySet());
  }

  long version() {
    return version;
  }

  EventLog log() {
    return log;
  }

  /**
   * Stores the object, or deletes what is stored when there is none; stamps the resource version.
   *
   * @return what is stored now, or was last
   */
  ObjectNode commit(Key key, Optional<ObjectNode> next) {
    version++;
    Optional<ObjectNode> before = get(key);
    next.ifPresent(object -> Meta.of(object).put("resourceVersion", Long.toString(version)));
    if (next.isPresent()) {
      objects.put(key, next.get());
      byUid.put(Meta.uid(next.get()), key);
    } else {
      objects.remove(key);
      before.ifPresent(object -> byUid.remove(Meta.uid(object)));
    }
    Change change = new Change(version, key, before, next);
    log.add(change);
    listeners.forEach(listener -> listener.accept(change));
    return change.object();
  }
}
