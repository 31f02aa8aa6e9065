package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The archive as an instance reaches it: where the Cluster or its ObjectStore says, with what the
 * Secret holds now.
 */
final class BarmanStore implements AutoCloseable {
  static final String PLUGIN = "barman-cloud.cloudnative-pg.io";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  private BarmanStore(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /**
   * @throws IOException where something that it names is not there, in the operators' words
   */
  static BarmanStore of(ApiServer api, ObjectNode cluster) throws IOException {
    String namespace = cluster.path("metadata").path("namespace").asText();
    Optional<JsonNode> plugin = plugin(cluster);
    JsonNode configuration =
        plugin.isPresent()
            ? objectStore(api, namespace, plugin.get()).path("spec").path("configuration")
            : cluster.path("spec").path("backup").path("barmanObjectStore");
    if (!configuration.has("destinationPath")) {
      throw new IOException("no archive is configured");
    }
    String named =
        plugin.isPresent()
            ? plugin.get().path("parameters").path("serverName").asText()
            : configuration.path("serverName").asText();
    String server = named.isEmpty() ? cluster.path("metadata").path("name").asText() : named;
    URI destination = URI.create(configuration.path("destinationPath").asText());
    String path = destination.getPath().replaceAll("^/+|/+$", "");
    return new BarmanStore(
        client(api, namespace, configuration),
        destination.getHost(),
        (path.isEmpty() ? "" : path + "/") + server + "/");
  }

  /** The plugin that archives the cluster, if one does. */
  static Optional<JsonNode> plugin(ObjectNode cluster) {
    for (JsonNode plugin : cluster.path("spec").path("plugins")) {
      if (plugin.path("name").asText().equals(PLUGIN) && plugin.path("enabled").asBoolean(true)) {
        return Optional.of(plugin);
      }
    }
    return Optional.empty();
  }

  private static ObjectNode objectStore(ApiServer api, String namespace, JsonNode plugin)
      throws IOException {
    String name = plugin.path("parameters").path("barmanObjectName").asText();
    return api.get("objectstores.barmancloud.cnpg.io", namespace, name)
        .orElseThrow(
            () ->
                new IOException(
                    "objectstores.barmancloud.cnpg.io \"%s\" not found".formatted(name)));
  }

  private static S3Client client(ApiServer api, String namespace, JsonNode configuration)
      throws IOException {
    JsonNode credentials = configuration.path("s3Credentials");
    AwsBasicCredentials keys =
        AwsBasicCredentials.create(
            secret(api, namespace, credentials.path("accessKeyId")),
            secret(api, namespace, credentials.path("secretAccessKey")));
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(configuration.path("endpointURL").asText()))
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(keys))
        .httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(PATIENCE))
        .overrideConfiguration(
            o -> o.apiCallTimeout(PATIENCE).retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private static String secret(ApiServer api, String namespace, JsonNode selector)
      throws IOException {
    String name = selector.path("name").asText();
    String key = selector.path("key").asText();
    ObjectNode secret =
        api.get("secrets", namespace, name)
            .orElseThrow(
                () ->
                    new IOException(
                        "while getting secret: secrets \"%s\" not found".formatted(name)));
    String value = secret.path("data").path(key).asText();
    if (value.isEmpty()) {
      throw new IOException("missing key %s, inside secret %s".formatted(key, name));
    }
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  /**
   * @param program that would have done it: {@code barman-cloud-wal-archive}
   * @throws IOException where the store refuses or does not answer, as the operator reports that
   */
  void put(String path, byte[] content, String program) throws IOException {
    try {
      client.putObject(r -> r.bucket(bucket).key(prefix + path), RequestBody.fromBytes(content));
    } catch (SdkException e) {
      throw failed(program, e);
    }
  }

  /** Empty where there is no such object. */
  Optional<byte[]> get(String path, String program) throws IOException {
    try {
      return Optional.of(
          client.getObjectAsBytes(r -> r.bucket(bucket).key(prefix + path)).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed(program, e);
    }
  }

  /** Barman ends with 2 where the network fails, with 1 where an operation does. */
  private static IOException failed(String program, SdkException why) {
    int status =
        why instanceof software.amazon.awssdk.awscore.exception.AwsServiceException ? 1 : 2;
    return new IOException(
        "unexpected failure invoking %s: exit status %d".formatted(program, status), why);
  }

  @Override
  public void close() {
    client.close();
  }
}
