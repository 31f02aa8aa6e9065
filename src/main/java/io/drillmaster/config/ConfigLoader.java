package io.drillmaster.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads {@code drillmaster.yaml}: strictly, and with every problem at once. */
public final class ConfigLoader {
  private static final long MAX_BYTES = 1 << 20;
  private static final String SCHEMA = "/drillmaster.schema.json";

  private ConfigLoader() {}

  /**
   * Loads the file, checks it against its schema, and checks what it refers to: kubeconfigs,
   * contexts and token files must be there. Nothing is asked of a cluster.
   *
   * @throws InvalidConfigException with every problem
   */
  public static DrillmasterConfig load(Path file) throws InvalidConfigException {
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    YamlTree yaml = YamlTree.parse(name, read(name, file));
    SchemaRules rules = new SchemaRules(schema());
    List<ConfigProblem> problems = new ArrayList<>(yaml.problems());
    problems.addAll(rules.check(name, yaml));
    Path directory = file.toAbsolutePath().getParent();
    problems.addAll(new ReferenceRules(name, yaml, directory).check());
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    return new ConfigReader(rules, directory).read(yaml.root());
  }

  private static String read(String name, Path file) throws InvalidConfigException {
    try {
      if (!Files.exists(file)) {
        throw YamlTree.whole(file.toString(), 0, "there is no such file");
      }
      if (!Files.isRegularFile(file)) {
        throw YamlTree.whole(file.toString(), 0, "is no file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw YamlTree.whole(name, 0, "is larger than 1 MiB; this is no configuration");
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw YamlTree.whole(name, 0, "is not YAML: it is no UTF-8 text");
    } catch (IOException e) {
      throw YamlTree.whole(name, 0, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** The JSON Schema that configurations are checked against. */
  public static String schema() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + SCHEMA);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
