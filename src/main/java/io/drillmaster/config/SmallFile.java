package io.drillmaster.config;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that people write: text, and small. Pipes and devices would never end. */
final class SmallFile {
  private static final long MAX_BYTES = 1 << 20;

  private SmallFile() {}

  /** Why a file cannot be used, as the rest of a sentence that begins with its name. */
  static final class UnreadableException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * @throws UnreadableException where it is no text in a regular file of at most 1 MiB
   */
  static String read(Path file) throws UnreadableException {
    if (Files.notExists(file)) {
      throw new UnreadableException("does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new UnreadableException("is a directory, not a file");
    }
    if (!Files.isRegularFile(file)) {
      throw new UnreadableException("is no regular file, or may not be looked at");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UnreadableException("is larger than 1 MiB");
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("is no text (UTF-8)");
    } catch (IOException e) {
      throw new UnreadableException("cannot be read; see to its permissions");
    }
  }
}
