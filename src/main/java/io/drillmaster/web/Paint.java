package io.drillmaster.web;

import io.drillmaster.core.probe.Status;

/** Colours of the terminal. They only repeat what a symbol and a word already say. */
enum Paint {
  PLAIN {
    @Override
    String status(Status status, String text) {
      return text;
    }

    @Override
    String faint(String text) {
      return text;
    }
  },
  ANSI {
    @Override
    String status(Status status, String text) {
      return wrapped(code(status), text);
    }

    @Override
    String faint(String text) {
      return wrapped("2", text);
    }
  };

  private static final String ESCAPE = "\u001b[";

  abstract String status(Status status, String text);

  abstract String faint(String text);

  private static String code(Status status) {
    return switch (status) {
      case OK -> "32";
      case WARNING -> "33";
      case UNKNOWN -> "35";
      case CRITICAL -> "31";
    };
  }

  private static String wrapped(String code, String text) {
    return ESCAPE + code + "m" + text + ESCAPE + "0m";
  }
}
