package io.drillmaster.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every file in routes/ against the schema of Camel's YAML DSL, and against our own rules.
 */
class RoutesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final int MOST_STEPS = 8;

  /** Options that the http component knows under these names; any other would be sent on. */
  private static final Set<String> HTTP_OPTIONS =
      Set.of(
          "clientConnectionManager",
          "copyHeaders",
          "followRedirects",
          "httpClientConfigurer",
          "httpClient.connectionRequestTimeout",
          "httpClient.connectTimeout",
          "httpClient.maxRedirects",
          "httpClient.responseTimeout",
          "throwExceptionOnFailure");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try (InputStream in = RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsValidInCamelsYamlDsl(Path file) throws IOException {
    assertThat(SCHEMA.validate(read(file))).extracting(ValidationMessage::getMessage).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatCamelWouldRefuse() throws IOException {
    JsonNode wrong =
        YAML.readTree("- route: {from: {uri: 'direct:a', steps: [{too: 'direct:b'}]}}");
    assertThat(SCHEMA.validate(wrong)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileBeginsWithWhatItIsFor(Path file) throws IOException {
    assertThat(Files.readAllLines(file).get(0)).startsWith("# ");
  }

  @ParameterizedTest
  @MethodSource("files")
  void noRouteHasMoreThanEightStepsOrAChoiceOrALoop(Path file) throws IOException {
    for (JsonNode steps : read(file).findValues("steps")) {
      assertThat(steps.size()).describedAs(file.toString()).isLessThanOrEqualTo(MOST_STEPS);
    }
    for (String word : List.of("choice", "loop", "script", "toD", "recipientList")) {
      assertThat(read(file).findValues(word)).describedAs(file + " " + word).isEmpty();
    }
  }

  /** Whoever adds a component says so here, and in docs where it brings a right or a port. */
  @Test
  void theRoutesUseTheseComponents() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path file : files().toList()) {
      uris(read(file)).forEach(uri -> used.add(uri.replaceAll(":.*", "")));
      if (!read(file).findValues("bean").isEmpty()) {
        used.add("bean");
      }
    }
    assertThat(used)
        .containsExactlyInAnyOrder(
            "bean",
            "direct",
            "http",
            "kubernetes-persistent-volumes-claims",
            "platform-http",
            "quartz");
  }

  /** camel-http takes any option it does not know for a query parameter, even a time-out. */
  @Test
  void noHttpEndpointHasAnOptionThatWouldSilentlyDoNothing() throws IOException {
    List<String> options = new ArrayList<>();
    for (Path file : files().toList()) {
      for (JsonNode to : read(file).findValues("to")) {
        String uri = to.path("uri").asText();
        if (uri.matches("https?:.*")) {
          assertThat(uri).doesNotContain("?");
          to.path("parameters").fieldNames().forEachRemaining(options::add);
        }
      }
    }
    assertThat(options).contains("httpClient.connectTimeout").isSubsetOf(HTTP_OPTIONS);
  }

  @Test
  void everyTemplateAndEveryRouteOfTheFlowIsRunByATest() throws IOException {
    List<String> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        tests.add(Files.readString(file));
      }
    }
    for (Path file : files().toList()) {
      String named = "file:routes/" + file.getFileName();
      boolean run = tests.stream().anyMatch(test -> test.contains(named));
      assertThat(run).describedAs("a test runs " + named).isTrue();
    }
  }

  private static List<String> uris(JsonNode node) {
    return node.findValuesAsText("uri");
  }
}
