package io.drillmaster.cnpg;

import io.drillmaster.kube.Resource;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Barman reaches its bucket: the same fields in {@code spec.backup.barmanObjectStore} of a
 * Cluster (postgresql.cnpg.io/v1) and in {@code spec.configuration} of an ObjectStore
 * (barmancloud.cnpg.io/v1).
 *
 * @param holder the object that holds them
 * @param path where in it
 */
record StoreConfiguration(Resource holder, String path) {
  private static final Pattern DESTINATION = Pattern.compile("s3://([^/]+)(?:/+(.*))?");

  /** A key of a Secret in the namespace of the holder. */
  record Selector(String secret, String key) {}

  /**
   * @param prefix without leading and with trailing slash; may be empty
   */
  record Place(String bucket, String prefix) {}

  /** {@code ObjectStore business/backups}. */
  String what() {
    return holder.toString();
  }

  String namespace() {
    return holder.namespace();
  }

  Optional<String> text(String field) {
    return holder.string(path + "." + field).filter(text -> !text.isBlank());
  }

  /** Empty where it is no S3 address: other stores are not looked at. */
  Optional<Place> place() {
    return text("destinationPath")
        .map(String::strip)
        .map(DESTINATION::matcher)
        .filter(Matcher::matches)
        .map(
            match -> {
              String prefix = Optional.ofNullable(match.group(2)).orElse("");
              boolean complete = prefix.isEmpty() || prefix.endsWith("/");
              return new Place(match.group(1), complete ? prefix : prefix + "/");
            });
  }

  /** Scheme, host and port; empty where it is not understood. */
  Optional<URI> endpoint(String region) {
    Optional<String> said = text("endpointURL").map(String::strip);
    if (said.isEmpty()) {
      return Optional.of(amazon(region));
    }
    try {
      URI uri = new URI(said.get());
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web && uri.getHost() != null
          ? Optional.of(
              new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null))
          : Optional.empty();
    } catch (java.net.URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static URI amazon(String region) {
    return URI.create(
        region.equals("us-east-1")
            ? "https://s3.amazonaws.com"
            : "https://s3." + region + ".amazonaws.com");
  }

  /** {@code accessKeyId}, {@code secretAccessKey}, {@code sessionToken} or {@code region}. */
  Optional<Selector> selector(String field) {
    String at = path + ".s3Credentials." + field;
    if (holder.object(path + ".s3Credentials").isEmpty()) {
      return Optional.empty();
    }
    return holder
        .object(at)
        .map(
            object ->
                new Selector(
                    holder.string(at + ".name").orElse(""), holder.string(at + ".key").orElse("")));
  }

  /** Why it cannot be looked at from here; empty where it can. */
  Optional<String> obstacle() {
    if (holder.object(path + ".azureCredentials").isPresent()) {
      return Optional.of("an Azure container");
    }
    if (holder.object(path + ".googleCredentials").isPresent()) {
      return Optional.of("a Google Cloud bucket");
    }
    if (holder.bool(path + ".s3Credentials.inheritFromIAMRole").orElse(false)) {
      return Optional.of("credentials that only its pods get, by an IAM role");
    }
    if (holder.object(path + ".endpointCA").isPresent()) {
      return Optional.of("a certificate authority of its own (endpointCA)");
    }
    return Optional.empty();
  }
}
