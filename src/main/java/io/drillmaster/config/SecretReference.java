package io.drillmaster.config;

import io.drillmaster.config.SmallFile.UnreadableException;
import io.drillmaster.core.SecretValue;
import java.nio.file.Path;
import java.util.Optional;

/** Where a secret stands that the configuration needs; it is read anew for each use. */
public sealed interface SecretReference {
  /**
   * The secret, without blanks around it; empty where it cannot be read, or is.
   *
   * @see #place()
   */
  Optional<SecretValue> read();

  /** For people: {@code file /etc/token}, {@code environment variable TOKEN}. */
  String place();

  /** A file of one line. */
  record OfFile(Path file) implements SecretReference {
    @Override
    public Optional<SecretValue> read() {
      try {
        return SecretReference.of(SmallFile.read(file));
      } catch (UnreadableException e) {
        return Optional.empty();
      }
    }

    @Override
    public String place() {
      return "file " + file;
    }
  }

  /** A variable of the daemon's own environment. */
  record OfEnvironment(String name) implements SecretReference {
    @Override
    public Optional<SecretValue> read() {
      return SecretReference.of(Optional.ofNullable(System.getenv(name)).orElse(""));
    }

    @Override
    public String place() {
      return "environment variable " + name;
    }
  }

  private static Optional<SecretValue> of(String text) {
    String value = text.strip();
    return value.isEmpty() ? Optional.empty() : Optional.of(new SecretValue(value));
  }
}
