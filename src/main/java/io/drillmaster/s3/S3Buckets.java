package io.drillmaster.s3;

import java.time.Clock;

/** Buckets over the AWS SDK (2.41), set up for Cloudflare R2 and other S3-compatible stores. */
public final class S3Buckets implements Buckets {
  private final S3Clients clients = new S3Clients();
  private final Clock clock;

  public S3Buckets(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Bucket open(BucketLocation location, S3Credentials credentials) {
    return new SdkBucket(clients, location, credentials, clock);
  }

  @Override
  public long listRequests() {
    return clients.lists();
  }

  @Override
  public void close() {
    clients.close();
  }
}
