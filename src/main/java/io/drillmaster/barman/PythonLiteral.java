package io.drillmaster.barman;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The literals of Python that barman writes for lists: lists and tuples of strings, numbers and
 * {@code None}. Lists and tuples become a List, strings a String, numbers a Long, {@code None} an
 * empty Optional. Not deeper than 8 levels.
 */
final class PythonLiteral {
  private static final int DEEPEST = 8;
  private final String text;
  private int at;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /** Empty where it is anything else. */
  static Optional<Object> parse(String text) {
    PythonLiteral literal = new PythonLiteral(text.strip());
    try {
      Object value = literal.value(0);
      return literal.at == literal.text.length() ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    char first = text.charAt(at);
    if (first == '[' || first == '(') {
      at++;
      return items(first == '[' ? ']' : ')', depth);
    }
    if ((first == 'u' || first == 'b') && isQuote(text.charAt(at + 1))) {
      at++;
    }
    return isQuote(text.charAt(at)) ? string() : word();
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"';
  }

  private List<Object> items(char end, int depth) {
    List<Object> items = new ArrayList<>();
    skip();
    while (text.charAt(at) != end) {
      items.add(value(depth + 1));
      skip();
      if (text.charAt(at) == ',') {
        at++;
        skip();
      } else if (text.charAt(at) != end) {
        throw new IllegalArgumentException("neither a comma nor an end");
      }
    }
    at++;
    return items;
  }

  private void skip() {
    while (text.charAt(at) == ' ') {
      at++;
    }
  }

  /** Escapes are left as they are: nobody looks into the strings. */
  private String string() {
    char quote = text.charAt(at++);
    int begin = at;
    while (text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.substring(begin, at++);
  }

  private Object word() {
    int begin = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String word = text.substring(begin, at);
    return word.equals("None") ? Optional.empty() : (Object) Long.valueOf(word);
  }
}
