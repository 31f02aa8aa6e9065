package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.Watches.Sink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the containers of pods have printed, as the lab says, and who follows it. */
final class PodLogs {
  private static final int LONGEST = 1024 * 1024;

  private final Map<Key, StringBuilder> texts = new HashMap<>();
  private final Map<Sink, Key> followers = new LinkedHashMap<>();

  void append(Key pod, String text) {
    StringBuilder log = texts.computeIfAbsent(pod, key -> new StringBuilder());
    log.append(text);
    if (log.length() > LONGEST) {
      log.delete(0, log.length() - LONGEST);
    }
    for (var follower : List.copyOf(followers.entrySet())) {
      if (follower.getValue().equals(pod)) {
        follower.getKey().send(text);
      }
    }
  }

  /** Pods that have ended print no more; those that are gone have no log. */
  void changed(Change change) {
    if (!change.key().resource().equals("pods")) {
      return;
    }
    if (change.isDeletion()) {
      texts.remove(change.key());
    }
    if (change.isDeletion() || isOver(change.object())) {
      for (var follower : List.copyOf(followers.entrySet())) {
        if (follower.getValue().equals(change.key())) {
          followers.remove(follower.getKey());
          follower.getKey().end();
        }
      }
    }
  }

  static boolean isOver(ObjectNode pod) {
    return List.of("Succeeded", "Failed").contains(pod.path("status").path("phase").asText());
  }

  /** The log as the request asks for it: {@code tailLines}, {@code limitBytes}. */
  String read(ApiRequest request, Key key, ObjectNode pod) {
    checkContainer(request.parameter("container"), pod);
    String text = texts.getOrDefault(key, new StringBuilder()).toString();
    Optional<Integer> lines = number(request.parameter("tailLines"));
    String tail = lines.isPresent() ? tail(text, lines.get()) : text;
    Optional<Integer> bytes = number(request.parameter("limitBytes"));
    if (bytes.isPresent()) {
      byte[] all = tail.getBytes(StandardCharsets.UTF_8);
      return new String(all, 0, Math.min(all.length, bytes.get()), StandardCharsets.UTF_8);
    }
    return tail;
  }

  void follow(Key pod, Sink sink) {
    followers.put(sink, pod);
  }

  void unfollow(Sink sink) {
    followers.remove(sink);
  }

  private static Optional<Integer> number(String parameter) {
    if (parameter.isEmpty()) {
      return Optional.empty();
    }
    if (!parameter.matches("\\d{1,9}")) {
      throw StatusException.badRequest("Invalid value: \"" + parameter + "\": must be a number");
    }
    return Optional.of(Integer.valueOf(parameter));
  }

  private static String tail(String text, int count) {
    List<String> lines = text.lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
    return last.isEmpty() ? "" : String.join("\n", last) + "\n";
  }

  private static void checkContainer(String wanted, ObjectNode pod) {
    List<String> names = new ArrayList<>();
    pod.path("spec").path("containers").forEach(c -> names.add(name(c)));
    String podName = Meta.name(pod);
    if (wanted.isEmpty() && names.size() > 1) {
      throw StatusException.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(podName, String.join(" ", names)));
    }
    pod.path("spec").path("initContainers").forEach(c -> names.add(name(c)));
    if (!wanted.isEmpty() && !names.contains(wanted)) {
      throw StatusException.badRequest(
          "container %s is not valid for pod %s".formatted(wanted, podName));
    }
  }

  private static String name(JsonNode container) {
    return container.path("name").asText();
  }
}
