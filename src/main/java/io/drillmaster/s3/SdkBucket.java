package io.drillmaster.s3;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.S3FailureException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket over the AWS SDK (2.41). */
final class SdkBucket implements Bucket {
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final Duration ATTEMPT = Duration.ofSeconds(12);
  private static final int PAGE = 1000;

  private final S3Clients clients;
  private final BucketLocation location;
  private final S3Credentials credentials;
  private final Clock clock;
  private final S3Clients.Key key;

  SdkBucket(S3Clients clients, BucketLocation location, S3Credentials credentials, Clock clock) {
    this.clients = clients;
    this.location = location;
    this.credentials = credentials;
    this.clock = clock;
    this.key = S3Clients.Key.of(location, credentials);
  }

  @Override
  public BucketLocation location() {
    return location;
  }

  @Override
  public Page list(String prefix, Optional<String> startAfter, int limit, Deadline deadline) {
    ListObjectsV2Request.Builder request = request(prefix).maxKeys(limit);
    startAfter.ifPresent(request::startAfter);
    return page(request, deadline).page();
  }

  @Override
  public void listAll(String prefix, Consumer<ObjectSummary> each, Deadline deadline) {
    Optional<String> token = Optional.empty();
    do {
      ListObjectsV2Request.Builder request = request(prefix).maxKeys(PAGE);
      token.ifPresent(request::continuationToken);
      TokenPage page = page(request, deadline);
      page.page().objects().forEach(each);
      if (page.next().isPresent() && page.next().equals(token)) {
        throw new S3FailureException(Kind.OTHER, "a listing that does not advance", null);
      }
      token = page.next();
    } while (token.isPresent());
  }

  @Override
  public Optional<ObjectSummary> head(String objectKey, Deadline deadline) {
    try {
      HeadObjectResponse head =
          call(
              client ->
                  client.headObject(
                      r ->
                          r.bucket(location.bucket())
                              .key(objectKey)
                              .overrideConfiguration(within(deadline))));
      return Optional.of(new ObjectSummary(objectKey, head.contentLength(), head.lastModified()));
    } catch (S3FailureException e) {
      return emptyIfAbsent(e);
    }
  }

  @Override
  public Optional<byte[]> read(String objectKey, int maxBytes, Deadline deadline) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(location.bucket())
            .key(objectKey)
            .overrideConfiguration(within(deadline))
            .build();
    try {
      return Optional.of(call(client -> client.getObject(request, beginning(maxBytes))));
    } catch (S3FailureException e) {
      return emptyIfAbsent(e);
    }
  }

  /** What is left of a long object is not read: its connection is given up. */
  private static ResponseTransformer<GetObjectResponse, byte[]> beginning(int maxBytes) {
    return (response, content) -> {
      byte[] bytes = content.readNBytes(maxBytes);
      if (bytes.length == maxBytes) {
        content.abort();
      }
      return bytes;
    };
  }

  private static <T> Optional<T> emptyIfAbsent(S3FailureException failure) {
    boolean absent =
        failure.getCause() instanceof AwsServiceException answer && answer.statusCode() == 404;
    if (absent && !failure.code().contains("NoSuchBucket")) {
      return Optional.empty();
    }
    throw failure;
  }

  @Override
  public List<String> folders(String prefix, Deadline deadline) {
    ListObjectsV2Request request =
        request(prefix)
            .delimiter("/")
            .maxKeys(PAGE)
            .overrideConfiguration(within(deadline))
            .build();
    int start = location.prefix().length() + prefix.length();
    return call(client -> client.listObjectsV2(request)).commonPrefixes().stream()
        .map(common -> common.prefix().substring(start, common.prefix().length() - 1))
        .toList();
  }

  private record TokenPage(Page page, Optional<String> next) {}

  private ListObjectsV2Request.Builder request(String prefix) {
    return ListObjectsV2Request.builder()
        .bucket(location.bucket())
        .prefix(location.prefix() + prefix);
  }

  private TokenPage page(ListObjectsV2Request.Builder request, Deadline deadline) {
    long begun = System.nanoTime();
    ListObjectsV2Response response =
        call(
            client ->
                client.listObjectsV2(request.overrideConfiguration(within(deadline)).build()));
    Duration latency = Duration.ofNanos(System.nanoTime() - begun);
    List<ObjectSummary> objects = response.contents().stream().map(SdkBucket::summary).toList();
    boolean truncated = Boolean.TRUE.equals(response.isTruncated());
    Optional<Instant> serverTime = S3Failures.date(response.sdkHttpResponse());
    Optional<String> next =
        truncated ? Optional.ofNullable(response.nextContinuationToken()) : Optional.empty();
    if (truncated && next.isEmpty()) {
      throw new S3FailureException(Kind.OTHER, "a truncated listing without its token", null);
    }
    return new TokenPage(new Page(objects, truncated, latency, serverTime), next);
  }

  private static ObjectSummary summary(S3Object object) {
    return new ObjectSummary(object.key(), object.size(), object.lastModified());
  }

  private static AwsRequestOverrideConfiguration within(Deadline deadline) {
    if (deadline.hasPassed()) {
      throw new S3FailureException(Kind.TIMEOUT, "no time left", null);
    }
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(deadline.atMost(CALL))
        .apiCallAttemptTimeout(deadline.atMost(ATTEMPT))
        .build();
  }

  /** A client whose signature was refused is forgotten, so that it learns no clock offset. */
  private <T> T call(Function<S3Client, T> call) {
    try {
      return clients.call(key, credentials, call);
    } catch (SdkException e) {
      S3FailureException failure = S3Failures.sort(e, clock);
      if (failure.kind() == Kind.CLOCK_SKEW || failure.kind() == Kind.WRONG_SECRET) {
        clients.forget(key);
      }
      throw failure;
    } catch (IllegalArgumentException | NullPointerException e) {
      // without its cause: it may quote a header that was built of the access key
      throw new S3FailureException(Kind.OTHER, "a request that cannot be built", null);
    }
  }
}
