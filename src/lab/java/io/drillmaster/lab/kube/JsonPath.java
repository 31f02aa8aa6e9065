package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSONPath of printer columns: {@code .a.b}, {@code ['a']}, {@code [0]}, {@code [*]}, {@code
 * [?(@.type=="Ready")]}; a dot within a name is written {@code \.}.
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:\\\\.|[^.\\[\\\\])+)|\\['([^']+)'\\]|\\[(-?\\d+|\\*)\\]"
              + "|\\[\\?\\(@\\.([^=!]+)(==|!=)[\"']([^\"']*)[\"']\\)\\]");

  private final String path;

  JsonPath(String path) {
    this.path = path;
  }

  /** All values at the path; none where it leads nowhere. */
  List<JsonNode> find(JsonNode root) {
    List<JsonNode> nodes = List.of(root);
    Matcher step = STEP.matcher(path);
    int end = 0;
    while (step.find() && step.start() == end) {
      nodes = follow(step, nodes);
      end = step.end();
    }
    return nodes.stream().filter(node -> !node.isMissingNode() && !node.isNull()).toList();
  }

  private static List<JsonNode> follow(Matcher step, List<JsonNode> nodes) {
    List<JsonNode> next = new ArrayList<>();
    for (JsonNode node : nodes) {
      if (step.group(1) != null) {
        next.add(node.path(step.group(1).strip().replace("\\", "")));
      } else if (step.group(2) != null) {
        next.add(node.path(step.group(2)));
      } else if (step.group(3) != null) {
        items(node, step.group(3), next);
      } else {
        filter(node, step, next);
      }
    }
    return next;
  }

  private static void items(JsonNode node, String index, List<JsonNode> found) {
    if (index.equals("*")) {
      node.forEach(found::add);
    } else {
      int number = Integer.parseInt(index);
      found.add(node.path(number < 0 ? node.size() + number : number));
    }
  }

  private static void filter(JsonNode node, Matcher step, List<JsonNode> found) {
    String pointer = "/" + step.group(4).strip().replace('.', '/');
    for (JsonNode item : node) {
      boolean equal = item.at(pointer).asText("").equals(step.group(6));
      if (equal == step.group(5).equals("==")) {
        found.add(item);
      }
    }
  }
}
