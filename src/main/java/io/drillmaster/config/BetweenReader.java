package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drillmaster.config.PathConfig.Protocol;
import io.drillmaster.config.SsoConfig.Application;
import io.drillmaster.config.SsoConfig.Client;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns the sections about the ways between clusters into their types.
 *
 * @param directory where relative paths of files begin
 */
record BetweenReader(Path directory) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * @param root with defaults filled in
   */
  Between read(JsonNode root) {
    List<PathConfig> paths = new ArrayList<>();
    root.get("paths").forEach(path -> paths.add(path(path)));
    return new Between(
        Optional.ofNullable(root.get("sso")).map(this::sso),
        paths,
        text(root.get("tls"), "authorities").map(file -> Paths.resolve(directory, file)));
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
  }

  private static PathConfig path(JsonNode path) {
    Protocol protocol = Protocol.valueOf(path.get("protocol").asText().toUpperCase(Locale.ROOT));
    List<Integer> status = new ArrayList<>();
    path.get("status").forEach(each -> status.add(each.asInt()));
    return new PathConfig(
        path.get("name").asText(),
        path.get("from").asText(),
        path.get("to").asText(),
        protocol,
        path.get("host").asText(),
        path.path("port").asInt(protocol == Protocol.HTTPS ? HTTPS_PORT : HTTP_PORT),
        path.get("path").asText(),
        status);
  }

  private SsoConfig sso(JsonNode sso) {
    String url = sso.get("url").asText();
    List<Application> applications = new ArrayList<>();
    sso.get("applications").forEach(each -> applications.add(application(url, each)));
    return new SsoConfig(URI.create(url), applications);
  }

  private Application application(String url, JsonNode application) {
    String slug = application.get("slug").asText();
    return new Application(
        slug,
        text(application, "issuer").orElse(url + "/application/o/" + slug + "/"),
        Optional.ofNullable(application.get("client")).map(this::client));
  }

  private Client client(JsonNode client) {
    return new Client(
        client.get("id").asText(),
        text(client, "account"),
        Paths.resolve(directory, client.get("secret").get("file").asText()));
  }
}
