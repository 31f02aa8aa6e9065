package io.drillmaster.lab.s3;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A store that misbehaves as its faults say, whoever asks over HTTP. */
final class FaultyBlobStore extends ForwardingBlobStore {
  private static final Duration LONGEST_HANG = Duration.ofMinutes(2);
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final List<S3Fault> faults;
  private final Object pause = new Object();
  private volatile boolean closing;

  FaultyBlobStore(BlobStore store, List<S3Fault> faults) {
    super(store);
    this.faults = faults;
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    suffer(request.bucket(), request.prefix() == null ? "" : request.prefix());
    return super.list(request);
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    suffer(request.bucket(), "");
    return super.headBucket(request);
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    suffer(request.bucket(), request.key());
    return super.blobMetadata(request);
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    suffer(request.bucket(), request.key());
    return super.getBlob(request);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
    suffer(request.bucket(), request.key());
    return super.putBlob(request, content);
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    suffer(request.bucket(), request.key());
    return super.removeBlob(request);
  }

  /** Lets go of every request that hangs. */
  void letGo() {
    closing = true;
    synchronized (pause) {
      pause.notifyAll();
    }
  }

  private void suffer(String bucket, String key) {
    for (S3Fault fault : faults) {
      if (fault.hits(bucket, key)) {
        switch (fault.what()) {
          case HANG -> waitWhile(fault, LONGEST_HANG);
          case SLOW -> waitWhile(fault, fault.delay());
          default -> throw refusal(fault.what());
        }
      }
    }
  }

  private void waitWhile(S3Fault fault, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    synchronized (pause) {
      while (!closing && faults.contains(fault) && System.nanoTime() < end) {
        try {
          pause.wait(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static RuntimeException refusal(S3Fault.What what) {
    SdkHttpResponse response = SdkHttpResponse.builder().statusCode(what.status()).build();
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(what.code())
            .errorMessage(what.message())
            .sdkHttpResponse(response)
            .build();
    return S3Exception.builder()
        .statusCode(what.status())
        .message(what.message())
        .awsErrorDetails(details)
        .build();
  }
}
