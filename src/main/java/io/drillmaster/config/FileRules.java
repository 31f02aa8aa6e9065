package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drillmaster.config.SmallFile.UnreadableException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the files that a configuration refers to are there and hold what they should. */
final class FileRules {
  /** A token as RFC 6750, section 2.1, allows it in a header. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,8192}");

  private final YamlTree yaml;
  private final RuleWords words;
  private final Path directory;
  private final Problems problems;

  FileRules(YamlTree yaml, ConfigSchema schema, Path directory, Problems problems) {
    this.problems = problems;
    this.yaml = yaml;
    this.words = new RuleWords(schema, yaml);
    this.directory = directory;
  }

  void check() {
    ConfigPath clusters = ConfigPath.of("clusters");
    for (int i = 0; i < yaml.at(clusters).size() && yaml.at(clusters).isArray(); i++) {
      kubeconfig(clusters.item(i).key("api"));
      bearer(clusters.item(i).key("telemetry").key("metrics").key("token"));
      bearer(clusters.item(i).key("telemetry").key("logs").key("token"));
    }
    token(ConfigPath.of("api", "token", "file"));
    store(ConfigPath.of("store", "directory"));
    authorities(ConfigPath.of("tls", "authorities"));
    ConfigPath applications = ConfigPath.of("sso", "applications");
    for (int i = 0; i < yaml.at(applications).size() && yaml.at(applications).isArray(); i++) {
      secret(applications.item(i).key("client").key("secret").key("file"));
    }
  }

  private void authorities(ConfigPath path) {
    Optional<Path> resolved = resolved(path);
    if (resolved.isEmpty()) {
      return;
    }
    try {
      if (!SmallFile.read(resolved.get()).contains("-----BEGIN CERTIFICATE-----")) {
        problems.add(path, words.shown(path) + " holds no certificate in PEM");
      }
    } catch (UnreadableException e) {
      problems.add(path, words.shown(path) + " " + e.getMessage());
    }
  }

  private void secret(ConfigPath path) {
    Optional<Path> resolved = resolved(path);
    if (resolved.isEmpty()) {
      return;
    }
    try {
      long lines = SmallFile.read(resolved.get()).strip().lines().count();
      if (lines != 1) {
        problems.add(
            path,
            lines == 0
                ? "the file is empty; it must hold the secret"
                : "the file holds several lines; it must hold the secret in one");
      }
    } catch (UnreadableException e) {
      problems.add(path, "the file " + e.getMessage());
    }
  }

  private void kubeconfig(ConfigPath api) {
    ConfigPath path = api.key("kubeconfig");
    Optional<Path> resolved = resolved(path);
    if (resolved.isEmpty() || yaml.at(api).path("inCluster").asBoolean(false)) {
      return;
    }
    try {
      KubeconfigNames names = KubeconfigNames.read(resolved.get());
      JsonNode context = yaml.at(api.key("context"));
      if (context.isTextual()) {
        context(api.key("context"), names, context.asText());
      }
    } catch (UnreadableException e) {
      problems.add(path, words.shown(path) + " " + e.getMessage());
    }
  }

  private void context(ConfigPath path, KubeconfigNames names, String context) {
    String kubeconfig = words.shown(path.parent().key("kubeconfig"));
    if (!names.contexts().contains(context)) {
      String known =
          names.contexts().isEmpty()
              ? "it has none"
              : Suggestions.of(context, List.copyOf(names.contexts()));
      problems.add(path, words.shown(path) + " is no context of " + kubeconfig + "; " + known);
    }
    names
        .dangling(context)
        .ifPresent(
            what -> problems.add(path, words.shown(path) + " of " + kubeconfig + " names " + what));
  }

  /** A secret by reference: what is sent as a bearer token. */
  private void bearer(ConfigPath path) {
    token(path.key("file"));
    JsonNode variable = yaml.at(path.key("env"));
    if (variable.isTextual() && !TOKEN.matcher(environment(variable.asText())).matches()) {
      problems.add(path.key("env"), "the variable is not set, or holds no bearer token");
    }
  }

  private static String environment(String name) {
    return Optional.ofNullable(System.getenv(name)).orElse("").strip();
  }

  private void token(ConfigPath path) {
    Optional<Path> resolved = resolved(path);
    if (resolved.isEmpty()) {
      return;
    }
    try {
      String token = SmallFile.read(resolved.get()).strip();
      if (token.isEmpty()) {
        problems.add(path, "the file is empty; it must hold the token");
      } else if (!TOKEN.matcher(token).matches()) {
        problems.add(
            path, "the file holds no bearer token: one line of letters, digits and . _ ~ + / = -");
      }
    } catch (UnreadableException e) {
      problems.add(path, "the file " + e.getMessage());
    }
  }

  private void store(ConfigPath path) {
    if (resolved(path).filter(p -> Files.exists(p) && !Files.isDirectory(p)).isPresent()) {
      problems.add(
          path, words.shown(path) + " is a file; expected a directory, or a name that is free");
    }
  }

  private Optional<Path> resolved(ConfigPath path) {
    JsonNode value = yaml.at(path);
    if (!value.isTextual() || value.asText().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Paths.resolve(directory, value.asText()));
    } catch (InvalidPathException e) {
      return Optional.empty(); // said already, by ConsistencyRules
    }
  }
}
