package io.drillmaster.s3;

/** Opens buckets; keeps clients, so that opening the same one again costs nothing. */
public interface Buckets extends AutoCloseable {
  Bucket open(BucketLocation location, S3Credentials credentials);

  /** LIST requests made so far in this process, for a metric: they are what a store charges for. */
  long listRequests();

  @Override
  void close();
}
