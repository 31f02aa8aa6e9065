package io.drillmaster.s3;

import java.net.URI;

/**
 * Where something lies.
 *
 * @param endpoint scheme, host and port; no path, no user information
 * @param prefix key prefix within the bucket, without leading and with trailing slash; may be empty
 * @param region {@code auto} for R2
 */
public record BucketLocation(URI endpoint, String bucket, String prefix, String region) {}
