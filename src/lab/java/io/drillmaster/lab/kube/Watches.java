package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The open watches: each change goes to those that see the object. */
final class Watches {
  private final Store store;
  private final Set<Watch> open = new LinkedHashSet<>();

  Watches(Store store) {
    this.store = store;
  }

  /** Where the events of one watch go. */
  interface Sink {
    /**
     * Sends one event, which ends with a line feed; ends the watch by itself when the client is too
     * slow.
     */
    void send(String event);

    void end();
  }

  /** What one watch asks for. */
  record Watch(
      ResourceType type,
      String namespace,
      Predicate<JsonNode> selector,
      Rendering rendering,
      Sink sink) {
    void send(String kind, JsonNode object) {
      sink.send(Json.write(Json.object("type", kind, "object", object)) + "\n");
    }

    boolean concerns(Key key) {
      return key.resource().equals(type.resource())
          && (namespace.isEmpty() || key.namespace().equals(namespace));
    }
  }

  /**
   * Replays what happened since this version, then follows.
   *
   * @param version of the request; empty or 0 begins with everything there is
   */
  void begin(Watch watch, String version) {
    if (version.isEmpty() || version.equals("0")) {
      for (ObjectNode object : store.list(watch.type().resource(), watch.namespace()).values()) {
        if (watch.selector().test(object)) {
          watch.send("ADDED", watch.rendering().one(object));
        }
      }
    } else {
      Optional<List<Change>> missed = since(version);
      if (missed.isEmpty()) {
        expire(watch, version);
        return;
      }
      missed.get().forEach(change -> tell(watch, change));
    }
    open.add(watch);
  }

  private Optional<List<Change>> since(String version) {
    long number = number(version);
    return number > store.version() ? Optional.empty() : store.log().since(number);
  }

  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("Invalid value: \"" + version + "\": resourceVersion");
    }
  }

  private void expire(Watch watch, String version) {
    String text = "too old resource version: " + version + " (" + store.log().oldest() + ")";
    watch.send("ERROR", StatusException.expired(text).status());
    watch.sink().end();
  }

  void end(Watch watch) {
    open.remove(watch);
  }

  /** Ends all watches of this kind. */
  void end(String resource) {
    for (Watch watch : new ArrayList<>(open)) {
      if (watch.type().resource().equals(resource)) {
        watch.sink().end();
        open.remove(watch);
      }
    }
  }

  boolean isOpen(Watch watch) {
    return open.contains(watch);
  }

  int size() {
    return open.size();
  }

  void changed(Change change) {
    for (Watch watch : new ArrayList<>(open)) {
      tell(watch, change);
    }
  }

  private static void tell(Watch watch, Change change) {
    if (!watch.concerns(change.key())) {
      return;
    }
    boolean was = change.before().filter(watch.selector()::test).isPresent();
    boolean is = change.after().filter(watch.selector()::test).isPresent();
    if (is) {
      watch.send(was ? "MODIFIED" : "ADDED", watch.rendering().one(change.object()));
    } else if (was) {
      ObjectNode last = change.before().orElseThrow().deepCopy();
      Meta.of(last).put("resourceVersion", Long.toString(change.version()));
      watch.send("DELETED", watch.rendering().one(last));
    }
  }

  /** Tells the watch how far it has seen. */
  void bookmark(Watch watch) {
    watch.send("BOOKMARK", watch.rendering().bookmark(store.version()));
  }
}
