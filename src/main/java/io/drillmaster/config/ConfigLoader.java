package io.drillmaster.config;

import io.drillmaster.config.SmallFile.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads {@code drillmaster.yaml}: strictly, and with every problem at once. */
public final class ConfigLoader {
  private static final String SCHEMA = "/drillmaster.schema.json";

  private final ConfigSchema schema;
  private final boolean files;

  /**
   * @param schema text of the JSON Schema
   * @param files whether to look for the files that a configuration refers to
   */
  ConfigLoader(String schema, boolean files) {
    this.schema = new ConfigSchema(schema);
    this.files = files;
  }

  /**
   * Loads the file, checks it against its schema, and checks what it refers to: kubeconfigs,
   * contexts and token files must be there. Nothing is asked of a cluster.
   *
   * @throws InvalidConfigException with every problem
   */
  public static DrillmasterConfig load(Path file) throws InvalidConfigException {
    return new ConfigLoader(schema(), true).read(file);
  }

  /**
   * As {@link #load}, but does not look for the files that the configuration refers to: they are
   * where the daemon will run, which may be elsewhere.
   *
   * @throws InvalidConfigException with every problem
   */
  public static DrillmasterConfig loadWithoutFiles(Path file) throws InvalidConfigException {
    return new ConfigLoader(schema(), false).read(file);
  }

  DrillmasterConfig read(Path file) throws InvalidConfigException {
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    Path directory = file.toAbsolutePath().getParent();
    YamlTree yaml = YamlTree.parse(name, text(file));
    Problems problems = new Problems(name, yaml);
    new SchemaRules(yaml, schema, problems).check();
    new ConsistencyRules(yaml, schema, problems).check();
    if (files) {
      new FileRules(yaml, schema, directory, problems).check();
    }
    List<ConfigProblem> all = new ArrayList<>(yaml.problems());
    all.addAll(problems.all());
    if (!all.isEmpty()) {
      throw new InvalidConfigException(all);
    }
    return new ConfigReader(schema, directory).read(yaml.root());
  }

  private static String text(Path file) throws InvalidConfigException {
    try {
      return SmallFile.read(file);
    } catch (UnreadableException e) {
      throw InvalidConfigException.of(file.toString(), 0, e.getMessage());
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
