package io.drillmaster.s3;

import io.drillmaster.core.SecretValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * SDK clients (AWS SDK for Java 2.41), one for each endpoint, region and set of credentials, over
 * one HTTP connection pool. The longest unused is closed when there are too many, and never while
 * it is in use.
 */
final class S3Clients implements AutoCloseable {
  private static final int LIMIT = 64;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** No secret stands in a key, only its digest. */
  record Key(URI endpoint, String region, String fingerprint) {
    static Key of(BucketLocation location, S3Credentials credentials) {
      return new Key(location.endpoint(), location.region(), digest(credentials));
    }
  }

  private static final class Shared {
    private final S3Client client;
    private int users;
    private boolean evicted;

    private Shared(S3Client client) {
      this.client = client;
    }
  }

  private final SdkHttpClient http =
      ApacheHttpClient.builder()
          .connectionTimeout(CONNECT)
          .connectionAcquisitionTimeout(CONNECT)
          .socketTimeout(SILENCE)
          .maxConnections(LIMIT)
          .build();

  /** One for all: each client would bring five threads of its own for its time-outs. */
  private final ScheduledExecutorService timeouts =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "s3-timeouts");
            thread.setDaemon(true);
            return thread;
          });

  private final Map<Key, Shared> clients = new LinkedHashMap<>(16, 0.75f, true);
  private final AtomicLong lists = new AtomicLong();

  /** Lends the client of these credentials for one call. */
  <T> T call(Key key, S3Credentials credentials, Function<S3Client, T> call) {
    Shared shared = borrow(key, credentials);
    try {
      return call.apply(shared.client);
    } finally {
      giveBack(shared);
    }
  }

  private synchronized Shared borrow(Key key, S3Credentials credentials) {
    Shared shared = clients.computeIfAbsent(key, k -> new Shared(client(k, credentials)));
    shared.users++;
    Iterator<Shared> oldest = clients.values().iterator();
    while (clients.size() > LIMIT) {
      Shared surplus = oldest.next();
      oldest.remove();
      evict(surplus);
    }
    return shared;
  }

  private synchronized void giveBack(Shared shared) {
    shared.users--;
    closeIfDone(shared);
  }

  /** Forgets a client, and with it the clock offset that the SDK learns from refusals. */
  synchronized void forget(Key key) {
    Optional.ofNullable(clients.remove(key)).ifPresent(S3Clients::evict);
  }

  private static void evict(Shared shared) {
    shared.evicted = true;
    closeIfDone(shared);
  }

  private static void closeIfDone(Shared shared) {
    if (shared.evicted && shared.users == 0) {
      shared.client.close();
    }
  }

  synchronized int size() {
    return clients.size();
  }

  long lists() {
    return lists.get();
  }

  private S3Client client(Key key, S3Credentials credentials) {
    return S3Client.builder()
        .region(Region.of(key.region()))
        .endpointOverride(key.endpoint())
        .credentialsProvider(() -> signing(credentials))
        .serviceConfiguration(
            S3Configuration.builder()
                .pathStyleAccessEnabled(true)
                .chunkedEncodingEnabled(false)
                .build())
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClient(http)
        .overrideConfiguration(
            o ->
                o.retryStrategy(onceWhenThrottled())
                    .scheduledExecutorService(timeouts)
                    .addExecutionInterceptor(new ListCounter()))
        .build();
  }

  private static StandardRetryStrategy onceWhenThrottled() {
    BackoffStrategy pause =
        BackoffStrategy.exponentialDelay(Duration.ofMillis(200), Duration.ofSeconds(1));
    return StandardRetryStrategy.builder()
        .useClientDefaults(false) // they would retry a wrong clock, and learn an offset from it
        .maxAttempts(2)
        .circuitBreakerEnabled(false)
        .treatAsThrottling(S3Clients::isThrottling)
        .retryOnException(S3Clients::isThrottling)
        .backoffStrategy(pause)
        .throttlingBackoffStrategy(pause)
        .build();
  }

  private static boolean isThrottling(Throwable failure) {
    return failure instanceof AwsServiceException answer
        && (answer.statusCode() == 429
            || answer.awsErrorDetails() != null
                && "SlowDown".equals(answer.awsErrorDetails().errorCode()));
  }

  /** Exactly as the Secret has them: the SDK's own classes trim them, and restic does not. */
  private static AwsCredentials signing(S3Credentials credentials) {
    String key = credentials.accessKeyId().reveal();
    String secret = credentials.secretAccessKey().reveal();
    if (credentials.sessionToken().isPresent()) {
      return AwsSessionCredentials.create(key, secret, credentials.sessionToken().get().reveal());
    }
    return new AwsCredentials() {
      @Override
      public String accessKeyId() {
        return key;
      }

      @Override
      public String secretAccessKey() {
        return secret;
      }
    };
  }

  private static String digest(S3Credentials credentials) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, credentials.accessKeyId());
      add(digest, credentials.secretAccessKey());
      credentials.sessionToken().ifPresent(token -> add(digest, token));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, SecretValue value) {
    digest.update(value.reveal().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(S3Clients::evict);
    clients.clear();
    timeouts.shutdownNow();
    http.close();
  }

  /** Counts what is sent, retries too: that is what a store charges for. */
  private final class ListCounter implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      if (context.request() instanceof ListObjectsV2Request) {
        lists.incrementAndGet();
      }
    }
  }
}
