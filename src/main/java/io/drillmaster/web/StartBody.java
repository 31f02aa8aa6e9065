package io.drillmaster.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.PlanFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the body of {@code POST …/runs}: one flat object of texts. Says everything that is wrong
 * with it at once and repeats nothing of it; a field that is not known is told by its place.
 */
final class StartBody {
  private static final String KIND = "kind";
  private static final int MAX_VALUE = 256;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(16 * 1024)
                  .maxNameLength(1024)
                  .maxNumberLength(100)
                  .build())
          .build();

  /** What is asked for. */
  record Asked(String kind, Map<String, String> parameters) {}

  private final List<PlanFactory> kinds;
  private final List<InvalidRunException.Problem> problems = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Set<String> given = new HashSet<>();

  private StartBody(List<PlanFactory> kinds) {
    this.kinds = kinds;
  }

  /**
   * @param body as it came
   * @throws InvalidRunException with everything that is wrong
   */
  static Asked read(byte[] body, List<PlanFactory> kinds) throws InvalidRunException {
    StartBody reader = new StartBody(kinds);
    String text = decoded(body);
    try (JsonParser parser = FACTORY.createParser(text)) {
      reader.object(parser);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
    return reader.asked();
  }

  private static String decoded(byte[] body) throws InvalidRunException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (text.isBlank()) {
        throw new InvalidRunException("", "is empty; send a JSON object with a kind");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new InvalidRunException("", "is not UTF-8");
    }
  }

  private static InvalidRunException notJson(JsonProcessingException e) {
    String where =
        Optional.ofNullable(e.getLocation())
            .map(at -> ": line " + at.getLineNr() + ", column " + at.getColumnNr())
            .orElse("");
    return new InvalidRunException("", "is not JSON, or nested too deep" + where);
  }

  private void object(JsonParser parser) throws IOException, InvalidRunException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      throw new InvalidRunException("", "must be a JSON object with a kind");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      names.add(name);
      JsonToken value = parser.nextToken();
      boolean again = !given.add(name);
      if (value == JsonToken.VALUE_STRING && !again) {
        texts.put(name, parser.getText());
      }
      parser.skipChildren();
      judge(name, value, again);
    }
    if (parser.nextToken() != null) {
      throw new InvalidRunException("", "must be one JSON object with nothing behind it");
    }
  }

  private void judge(String name, JsonToken value, boolean again) {
    if (again) {
      problem(name, "is given more than once");
    } else if (value != JsonToken.VALUE_STRING) {
      problem(name, "must be a text");
    } else if (texts.get(name).length() > MAX_VALUE) {
      problem(name, "is longer than " + MAX_VALUE + " characters");
    } else if (CONTROL.matcher(texts.get(name)).find()) {
      problem(name, "holds a control character");
    }
  }

  private Asked asked() throws InvalidRunException {
    List<String> known = kinds.stream().map(PlanFactory::kind).sorted().toList();
    String wanted = texts.getOrDefault(KIND, "");
    Optional<PlanFactory> kind = kinds.stream().filter(k -> k.kind().equals(wanted)).findFirst();
    if (!given.contains(KIND)) {
      problem(KIND, "is missing; one of: " + String.join(", ", known));
    } else if (texts.containsKey(KIND) && kind.isEmpty()) {
      String hint = DidYouMean.hint(wanted, known);
      problem(KIND, "is not a kind of run; one of: " + String.join(", ", known) + hint);
    }
    kind.ifPresent(this::parameters);
    if (!problems.isEmpty()) {
      throw new InvalidRunException(problems);
    }
    texts.remove(KIND);
    return new Asked(wanted, texts);
  }

  private void parameters(PlanFactory kind) {
    List<String> allowed =
        Stream.concat(Stream.of(KIND), kind.parameters().stream().map(PlanFactory.Parameter::name))
            .toList();
    for (String name : new java.util.LinkedHashSet<>(names)) {
      if (!allowed.contains(name)) {
        String hint = DidYouMean.hint(name, allowed);
        String message = "is not known; known: " + String.join(", ", allowed) + hint;
        problem(name, message);
      }
    }
    kind.parameters().stream()
        .filter(p -> p.required() && !given.contains(p.name()))
        .forEach(p -> problem(p.name(), "is missing: " + p.description()));
  }

  private void problem(String name, String message) {
    boolean ours =
        name.equals(KIND)
            || kinds.stream()
                .flatMap(k -> k.parameters().stream())
                .anyMatch(p -> p.name().equals(name));
    problems.add(
        ours
            ? new InvalidRunException.Problem("/" + name, message)
            : new InvalidRunException.Problem(
                "", "field " + (names.indexOf(name) + 1) + " " + message));
  }
}
