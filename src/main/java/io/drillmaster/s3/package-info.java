/**
 * The boundary to S3-compatible object stores (Cloudflare R2 first): the only package that knows
 * the AWS SDK. What goes wrong leaves it as an {@link io.drillmaster.s3.S3FailureException} with
 * its kind.
 */
package io.drillmaster.s3;
