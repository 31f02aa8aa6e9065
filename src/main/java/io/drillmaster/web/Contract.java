package io.drillmaster.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The paths and methods of the API, read from {@code openapi.json}, so that the description is what
 * is served.
 */
final class Contract {
  private static final String RESOURCE = "/openapi.json";
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

  /**
   * @param template as in the description: {@code /api/v1/runs/{id}}
   * @param allow methods as the header {@code Allow} lists them
   * @param parameters names in the query
   */
  record Path(String template, List<String> allow, Map<String, List<String>> parameters) {
    boolean allows(String method) {
      return allow.contains(method);
    }

    /** Names that the query of this method may hold. */
    List<String> query(String method) {
      return parameters.getOrDefault(method.equals("HEAD") ? "GET" : method, List.of());
    }
  }

  /**
   * @param variables of the template, decoded
   */
  record Match(Path path, Map<String, String> variables) {}

  private final Map<Pattern, Path> paths = new LinkedHashMap<>();
  private final String document;

  private Contract(String document) throws IOException {
    this.document = document;
    JsonNode json = new ObjectMapper().readTree(document);
    json.get("paths").properties().forEach(entry -> add(entry.getKey(), entry.getValue(), json));
  }

  static Contract read() {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      return new Contract(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.json cannot be read", e);
    }
  }

  private void add(String template, JsonNode operations, JsonNode document) {
    TreeSet<String> allow = new TreeSet<>(List.of("OPTIONS"));
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> operation : operations.properties()) {
      String method = operation.getKey().toUpperCase(Locale.ROOT);
      allow.add(method);
      query.put(method, queryNames(operation.getValue().path("parameters"), document));
    }
    if (allow.contains("GET")) {
      allow.add("HEAD");
    }
    String regex =
        template
            .lines()
            .map(t -> VARIABLE.matcher(t).replaceAll("(?<$1>[^/]+)"))
            .collect(Collectors.joining())
            .replace(".", "\\.");
    paths.put(Pattern.compile(regex), new Path(template, List.copyOf(allow), query));
  }

  private static List<String> queryNames(JsonNode parameters, JsonNode document) {
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : parameters) {
      JsonNode resolved =
          parameter.has("$ref")
              ? document.at(parameter.get("$ref").asText().substring(1))
              : parameter;
      if (resolved.path("in").asText().equals("query")) {
        names.add(resolved.get("name").asText());
      }
    }
    return names;
  }

  /** The description itself. */
  String document() {
    return document;
  }

  List<String> templates() {
    return paths.values().stream().map(Path::template).toList();
  }

  /**
   * @param path as it came, with percent signs
   * @return empty where the API has no such path
   */
  Optional<Match> match(String path) {
    for (Map.Entry<Pattern, Path> entry : paths.entrySet()) {
      Matcher matcher = entry.getKey().matcher(path);
      if (matcher.matches()) {
        return Optional.of(new Match(entry.getValue(), variables(entry.getValue(), matcher)));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> variables(Path path, Matcher matched) {
    Map<String, String> variables = new LinkedHashMap<>();
    Matcher names = VARIABLE.matcher(path.template());
    while (names.find()) {
      variables.put(names.group(1), decoded(matched.group(names.group(1))));
    }
    return variables;
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
