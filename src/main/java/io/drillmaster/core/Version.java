package io.drillmaster.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/** Which program this is. */
public final class Version {
  private static final String CURRENT = read();

  private Version() {}

  /** {@code 0.1.0}; {@code unknown} where the build left no trace of it. */
  public static String current() {
    return CURRENT;
  }

  /** Name and version of this program, and the Java it runs on. */
  public static Map<String, String> tool() {
    return Map.of(
        "name", "drillmaster", "version", CURRENT, "java", System.getProperty("java.version"));
  }

  private static String read() {
    try (InputStream in = Version.class.getResourceAsStream("/drillmaster-version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
