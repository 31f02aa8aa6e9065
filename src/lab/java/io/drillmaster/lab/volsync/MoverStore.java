package io.drillmaster.lab.volsync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.volsync.ResticFixture.ResticObject;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The repository as a mover reaches it: over HTTP, with what its Secret says. */
final class MoverStore implements AutoCloseable {
  private static final Pattern REPOSITORY =
      Pattern.compile("s3:(?<endpoint>https?://[^/]+)/(?<bucket>[^/]+)/(?<prefix>.+)");
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  private MoverStore(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /**
   * @param secret a Secret with the four keys
   * @throws IllegalArgumentException where the repository is not one in S3
   */
  static MoverStore open(ObjectNode secret) {
    Matcher repository = REPOSITORY.matcher(value(secret, "RESTIC_REPOSITORY"));
    if (!repository.matches()) {
      throw new IllegalArgumentException("parsing repository location failed: invalid backend");
    }
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(
            value(secret, "AWS_ACCESS_KEY_ID"), value(secret, "AWS_SECRET_ACCESS_KEY"));
    S3Client client =
        S3Client.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create(repository.group("endpoint")))
            .forcePathStyle(true)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(PATIENCE))
            .overrideConfiguration(
                o -> o.apiCallTimeout(PATIENCE).retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    return new MoverStore(client, repository.group("bucket"), repository.group("prefix") + "/");
  }

  static String value(ObjectNode secret, String key) {
    JsonNode data = secret.path("data").path(key);
    return new String(Base64.getDecoder().decode(data.asText()), StandardCharsets.UTF_8);
  }

  boolean exists(String path) {
    try {
      client.headObject(r -> r.bucket(bucket).key(prefix + path));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  /** The first thousand objects of a folder, by name. */
  List<S3Object> list(String folder) {
    return client.listObjectsV2(r -> r.bucket(bucket).prefix(prefix + folder)).contents();
  }

  void put(ResticObject object) {
    client.putObject(
        r -> r.bucket(bucket).key(prefix + object.path()), RequestBody.fromBytes(object.content()));
  }

  void delete(String key) {
    client.deleteObject(r -> r.bucket(bucket).key(key));
  }

  /** What restic (0.18) would say of a request that failed. */
  static String reason(SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      return said(answer);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "dial tcp: lookup failed: no such host";
      } else if (cause instanceof SSLException) {
        return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
      } else if (cause instanceof ConnectException) {
        return "dial tcp: connect: connection refused";
      } else if (cause instanceof SocketTimeoutException) {
        return "i/o timeout";
      }
    }
    return "i/o timeout";
  }

  /** An answer to HEAD has no text; restic takes a 403 for this one then. */
  private static String said(AwsServiceException answer) {
    if (answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null) {
      return answer.statusCode() == 403 ? "Access Denied." : answer.statusCode() + " without text";
    }
    return answer.awsErrorDetails().errorMessage();
  }

  @Override
  public void close() {
    client.close();
  }
}
