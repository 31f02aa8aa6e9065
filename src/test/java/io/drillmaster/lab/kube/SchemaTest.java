package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
  private final Schema schema =
      new Schema(
          CustomTypes.of(Json.documents(Clients.WIDGET_DEFINITION).get(0))
              .get(0)
              .shape()
              .schema()
              .orElseThrow());

  private static ObjectNode widget(String spec) {
    return Json.documents(
            "{apiVersion: lab.example/v1, kind: Widget, metadata: {name: w}, spec: " + spec + "}")
        .get(0);
  }

  private List<String> problems(String spec) {
    return schema.check(widget(spec), Optional.empty()).stream()
        .map(cause -> cause.field() + ": " + cause.message())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | spec.size: Required value",
        "{size: 0} | spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
        "{size: x} | spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"",
        "{size: 1, colour: blue} | spec.colour: Unsupported value: \"blue\": supported values: \"red\", \"green\"",
        "{size: 1, name: A} | spec.name: Invalid value: \"A\": spec.name in body should match '^[a-z]+$'",
        "{size: 1, parts: [{id: a}, {id: a}]} | spec.parts[1]: Duplicate value: {\"id\":\"a\"}",
        "{size: 1, parts: [{}]} | spec.parts[0].id: Required value",
        "{size: 100, name: a} | spec: Invalid value: \"object\": a widget with a name is smaller than 100"
      })
  void saysWhatIsWrongInTheWordsOfTheServer(String spec, String problem) {
    assertThat(problems(spec)).containsExactly(problem);
  }

  @Test
  void acceptsWhatIsRight() {
    assertThat(problems("{size: 1, name: a, colour: green, parts: [{id: a}, {id: b}]}")).isEmpty();
  }

  @Test
  void fillsDefaultsAndRemovesWhatItDoesNotKnow() {
    ObjectNode widget = widget("{size: 1, sise: 2, parts: [{id: a, x: 1}]}");
    widget.putObject("status").put("anything", 1);
    assertThat(schema.fill(widget)).containsExactly("spec.sise", "spec.parts[0].x");
    assertThat(widget.at("/spec/colour").asText()).isEqualTo("red");
    assertThat(widget.at("/status/anything").asInt()).isEqualTo(1);
    assertThat(Meta.name(widget)).isEqualTo("w");
  }
}
