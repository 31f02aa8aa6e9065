package io.drillmaster.lab.volsync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real restic, run against one repository; a missing program fails the test. */
public final class Restic {
  private static final long LONGEST_SECONDS = 60;

  private final Map<String, String> environment = new HashMap<>();
  private final Path work;

  /**
   * @param work folder for its cache and output
   */
  public Restic(String repository, String password, Path work) {
    this.work = work;
    environment.put("RESTIC_REPOSITORY", repository);
    environment.put("RESTIC_PASSWORD", password);
    environment.put("RESTIC_CACHE_DIR", work.resolve("cache").toString());
  }

  /** The same with one more environment variable. */
  public Restic with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What it prints; it must succeed. */
  public String run(String... arguments) {
    return finish(true, arguments);
  }

  /** What it prints; it must fail. */
  public String fail(String... arguments) {
    return finish(false, arguments);
  }

  /** Starts it and leaves it to the caller. */
  public Process start(String... arguments) {
    return start(work.resolve("background.log"), arguments);
  }

  private Process start(Path output, String... arguments) {
    List<String> command = new ArrayList<>(List.of("restic"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("restic cannot be run: install it", e);
    }
  }

  private String finish(boolean good, String... arguments) {
    try {
      Path output = Files.createTempFile(work, "restic-", ".log");
      Process process = start(output, arguments);
      boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || (process.exitValue() == 0) != good) {
        throw new AssertionError("restic " + List.of(arguments) + " printed:\n" + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
