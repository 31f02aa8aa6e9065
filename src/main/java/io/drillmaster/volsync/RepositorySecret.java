package io.drillmaster.volsync;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.kube.SecretData;
import io.drillmaster.restic.RepositoryLocation;
import io.drillmaster.restic.RepositoryLocation.NotUnderstoodException;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.S3Credentials;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Secret that {@code spec.restic.repository} names. VolSync passes its keys to restic as
 * environment variables; {@code RESTIC_REPOSITORY} and {@code RESTIC_PASSWORD} are required.
 */
record RepositorySecret(KubeCluster cluster, String namespace, String name) {
  private static final Pattern AMAZON = Pattern.compile("s3[.-]([a-z0-9-]+)\\.amazonaws\\.com");
  private static final String RUNBOOK = "docs/runbooks/SecretMissing.md";

  /**
   * Reads it as it is now.
   *
   * @throws CouldNotLookException where it is missing, lacks a key, or is not understood
   */
  Resolved resolve(Deadline deadline) {
    Resource secret =
        cluster
            .get(ResourceKind.SECRET, namespace, name, deadline)
            .orElseThrow(() -> new CouldNotLookException(missing()));
    SecretData data = SecretData.of(secret);
    Optional<String> maker = data.externalSecret();
    required(data, "RESTIC_PASSWORD", maker);
    RepositoryLocation repository = repository(data, maker);
    S3Credentials credentials =
        new S3Credentials(
            required(data, "AWS_ACCESS_KEY_ID", maker),
            required(data, "AWS_SECRET_ACCESS_KEY", maker),
            value(data, "AWS_SESSION_TOKEN"));
    BucketLocation location =
        new BucketLocation(
            repository.endpoint(),
            repository.bucket(),
            repository.prefix(),
            region(data, repository));
    return new Resolved(location, credentials, maker);
  }

  private RepositoryLocation repository(SecretData data, Optional<String> maker) {
    try {
      return RepositoryLocation.parse(required(data, "RESTIC_REPOSITORY", maker).reveal());
    } catch (NotUnderstoodException e) {
      throw new CouldNotLookException(
          Finding.unknown(
                  "repository-not-understood",
                  "The repository in %s is %s: it cannot be looked at."
                      .formatted(source(maker), e.getMessage()))
              .expected("RESTIC_REPOSITORY as s3:https://host/bucket/prefix")
              .observed(e.getMessage())
              .next(next(maker))
              .runbook(RUNBOOK));
    }
  }

  private static Optional<SecretValue> value(SecretData data, String key) {
    return data.value(key).filter(value -> !value.reveal().isBlank());
  }

  private SecretValue required(SecretData data, String key, Optional<String> maker) {
    return value(data, key)
        .orElseThrow(
            () ->
                new CouldNotLookException(
                    Finding.critical(
                            "secret-key-missing",
                            "%s has no key %s: the mover cannot work, and nothing can be restored."
                                .formatted(source(maker), key))
                        .expected("a key " + key)
                        .observed(data.value(key).isPresent() ? "an empty value" : "no such key")
                        .next(next(maker))
                        .runbook(RUNBOOK)));
  }

  private Finding missing() {
    return Finding.critical(
            "secret-missing",
            "There is no Secret %s/%s: the mover cannot work, and nothing can be restored."
                .formatted(namespace, name))
        .expected("a Secret " + namespace + "/" + name)
        .observed("no such Secret")
        .next(cluster.kubectl() + " -n " + namespace + " get secrets,externalsecrets")
        .runbook(RUNBOOK);
  }

  private String source(Optional<String> maker) {
    String made = maker.map(by -> ", made by ExternalSecret " + by + ",").orElse("");
    return "Secret " + namespace + "/" + name + made;
  }

  private String next(Optional<String> maker) {
    String makerToo = maker.map(by -> "externalsecret/" + by + " ").orElse("");
    return cluster.kubectl() + " -n " + namespace + " describe " + makerToo + "secret/" + name;
  }

  /** Amazon's hosts name their region; R2 and most others take any. */
  private static String region(SecretData data, RepositoryLocation repository) {
    Optional<String> said = value(data, "AWS_DEFAULT_REGION").map(SecretValue::reveal);
    Matcher host = AMAZON.matcher(repository.endpoint().getHost());
    if (said.isPresent()) {
      return said.get().strip();
    }
    if (repository.endpoint().getHost().equals("s3.amazonaws.com")) {
      return "us-east-1";
    }
    return host.matches() ? host.group(1) : "auto";
  }
}
