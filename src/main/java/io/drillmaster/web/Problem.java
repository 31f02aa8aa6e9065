package io.drillmaster.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.core.run.InvalidRunException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why a request was not answered as it wished (RFC 9457), in our own words: nothing of the request
 * is repeated.
 *
 * @param name stable; the end of the problem type
 * @param next a command or a step that leads on
 * @param errors each thing that is wrong with the request
 * @param run path of the run that is in the way
 * @param headers that go with it
 */
record Problem(
    String name,
    int status,
    String title,
    String detail,
    String next,
    List<InvalidRunException.Problem> errors,
    Optional<String> run,
    Map<String, String> headers) {
  private static final String TYPE = "urn:drillmaster:problem:";
  private static final List<String> FORMS =
      List.of(MediaTypes.PROBLEM, MediaTypes.JSON, MediaTypes.TEXT, MediaTypes.HTML);

  Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  static Problem of(int status, String name, String title, String detail, String next) {
    return new Problem(name, status, title, detail, next, List.of(), Optional.empty(), Map.of());
  }

  Problem errors(List<InvalidRunException.Problem> more) {
    return new Problem(name, status, title, detail, next, more, run, headers);
  }

  Problem run(String path) {
    return new Problem(name, status, title, detail, next, errors, Optional.of(path), headers);
  }

  Problem header(String key, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(key, value);
    return new Problem(name, status, title, detail, next, errors, run, more);
  }

  ProblemException exception() {
    return new ProblemException(this);
  }

  /** In the form that is asked for; where none will do, as problem+json. */
  Answer answer(Accept accept) {
    String form = accept.best(FORMS).orElse(MediaTypes.PROBLEM);
    return switch (form) {
      case MediaTypes.TEXT -> new Answer(status, form, text(), headers);
      case MediaTypes.HTML -> new Answer(status, form, ProblemPage.render(this), headers);
      default -> new Answer(status, MediaTypes.PROBLEM, json(), headers);
    };
  }

  private String json() {
    ObjectNode json = Json.object();
    json.put("type", TYPE + name);
    json.put("title", title);
    json.put("status", status);
    json.put("detail", detail);
    json.put("next", next);
    run.ifPresent(path -> json.put("run", path));
    if (!errors.isEmpty()) {
      json.set(
          "errors",
          Json.array(
              errors, e -> Json.object().put("pointer", e.pointer()).put("message", e.message())));
    }
    return Json.pretty(json);
  }

  private String text() {
    StringBuilder text = new StringBuilder("error: ").append(detail).append('\n');
    for (InvalidRunException.Problem error : errors) {
      text.append("  ").append(Words.line((error.pointer() + " " + error.message()))).append('\n');
    }
    run.ifPresent(path -> text.append("run: ").append(path).append('\n'));
    return text.append("next: ").append(next).append('\n').toString();
  }
}
