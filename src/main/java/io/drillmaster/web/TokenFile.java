package io.drillmaster.web;

import io.drillmaster.core.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The static bearer token. The file is read at every check, so a token that is rotated holds at
 * once, and no copy of it stays in memory.
 */
final class TokenFile {
  private static final int MAX_BYTES = 16 * 1024;

  private final Path file;

  TokenFile(Path file) {
    this.file = file;
  }

  /**
   * Compares in a time that does not depend on how much of the token is right. Reads a file: not
   * for an event loop.
   *
   * @throws IOException where there is no token to compare with
   */
  boolean accepts(SecretValue given) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String token = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
      if (token.isEmpty()) {
        throw new IOException("the token file is empty");
      }
      return new SecretValue(token).equals(given);
    }
  }
}
