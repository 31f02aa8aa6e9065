package io.drillmaster.s3;

import io.drillmaster.core.probe.Deadline;
import java.util.Optional;

/**
 * A bucket that an object of a cluster points to, with that object's own credentials.
 *
 * @param usedBy the object for people: {@code ReplicationSource business/odoo}
 * @param namespace of the Secret
 * @param secret name of the Secret that holds the credentials
 * @param access reads location and credentials when asked
 */
public record BucketReference(String usedBy, String namespace, String secret, Access access) {
  /** Location and credentials as they are now. */
  @FunctionalInterface
  public interface Access {
    /**
     * @throws io.drillmaster.core.probe.CouldNotLookException where the Secret is missing, lacks a
     *     key, or says nothing that can be understood
     */
    Resolved resolve(Deadline deadline);
  }

  /**
   * @param externalSecret name of the ExternalSecret that makes the Secret, where it is known
   */
  public record Resolved(
      BucketLocation location, S3Credentials credentials, Optional<String> externalSecret) {}
}
