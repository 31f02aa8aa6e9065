package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CustomResourceDefinitions that the operators really ship, to judge the lab's objects and
 * those that the product writes. The folder is named by the environment variable {@value
 * #VARIABLE}.
 */
public final class CrdSchemas {
  /** Environment variable with a folder of CustomResourceDefinitions in YAML. */
  public static final String VARIABLE = "DRILLMASTER_CRDS";

  private final Map<String, Schema> schemas = new HashMap<>();

  /**
   * @param judged how many objects were of a kind that is defined here
   * @param problems one line each: object, field, what is wrong
   */
  public record Verdict(int judged, List<String> problems) {}

  /**
   * The definitions in the folder that the environment names.
   *
   * @throws IllegalStateException if there is no such folder or nothing in it
   */
  public static CrdSchemas fromEnvironment() {
    String folder = Optional.ofNullable(System.getenv(VARIABLE)).orElse("");
    if (folder.isEmpty() || !Files.isDirectory(Path.of(folder))) {
      throw new IllegalStateException(
          VARIABLE + " must name a folder of CustomResourceDefinitions, but is: " + folder);
    }
    return of(Path.of(folder));
  }

  /** The definitions in this folder. */
  public static CrdSchemas of(Path folder) {
    CrdSchemas schemas = new CrdSchemas();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".yaml")).toList()) {
        Json.documents(Files.readString(file)).forEach(schemas::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (schemas.schemas.isEmpty()) {
      throw new IllegalStateException("no CustomResourceDefinition in " + folder);
    }
    return schemas;
  }

  private void add(ObjectNode definition) {
    for (ResourceType type : CustomTypes.of(definition)) {
      type.shape()
          .schema()
          .ifPresent(s -> schemas.put(key(type.apiVersion(), type.names().kind()), new Schema(s)));
    }
  }

  private static String key(String apiVersion, String kind) {
    return apiVersion + " " + kind;
  }

  /** The {@code apiVersion kind} that are defined here. */
  public List<String> kinds() {
    return schemas.keySet().stream().sorted().toList();
  }

  /** Judges objects; those of kinds that are not defined here are passed over. */
  public Verdict judge(Collection<ObjectNode> objects) {
    int judged = 0;
    List<String> problems = new ArrayList<>();
    for (ObjectNode object : objects) {
      String kind = object.path("kind").asText();
      Optional<Schema> schema =
          Optional.ofNullable(schemas.get(key(object.path("apiVersion").asText(), kind)));
      if (schema.isPresent()) {
        judged++;
        String name = kind + " " + Meta.namespace(object) + "/" + Meta.name(object) + ": ";
        problems(schema.get(), object).forEach(problem -> problems.add(name + problem));
      }
    }
    return new Verdict(judged, List.copyOf(problems));
  }

  private static List<String> problems(Schema schema, ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    List<String> problems = new ArrayList<>();
    schema.fill(copy).forEach(field -> problems.add("unknown field \"" + field + "\""));
    schema
        .check(copy, Optional.empty())
        .forEach(cause -> problems.add(cause.field() + ": " + cause.message()));
    return problems;
  }
}
