package io.drillmaster.lab;

import static io.drillmaster.lab.VolumeScenarios.ofBucket;
import static io.drillmaster.lab.VolumeScenarios.ofVolume;

import io.drillmaster.lab.s3.BrokenEndpoints;
import io.drillmaster.lab.s3.S3Fault;
import io.drillmaster.lab.s3.S3Fault.What;
import io.drillmaster.lab.volsync.VolumeSite;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What goes wrong with Secrets and with the buckets that they open. */
final class BucketFaults {
  private static final Duration SLOW = Duration.ofMillis(2500);

  private BucketFaults() {}

  static List<Scenario<VolumeStage>> secrets() {
    return List.of(
        ofVolume(
            "secret-missing",
            "secret-missing",
            "the Secret with repository and credentials was deleted",
            stage -> stage.site().loseSecret()),
        ofVolume(
            "secret-key-missing",
            "secret-key-missing",
            "the Secret has lost AWS_SECRET_ACCESS_KEY",
            stage -> stage.site().removeFromSecret("AWS_SECRET_ACCESS_KEY")),
        ofVolume(
            "repository-not-understood",
            "repository-not-understood",
            "RESTIC_REPOSITORY names a REST server, not a bucket",
            stage -> stage.site().setSecret("RESTIC_REPOSITORY", "rest:https://backup.invalid/")));
  }

  static List<Scenario<VolumeStage>> unreachable() {
    return List.of(
        at(
            "bucket-dns",
            "bucket-dns",
            "the host of the store does not resolve",
            BrokenEndpoints::unresolvable),
        at(
            "bucket-refused",
            "bucket-connect",
            "the store refuses connections",
            BrokenEndpoints::refusing),
        at(
            "bucket-silent",
            "bucket-timeout",
            "the store accepts connections and never answers",
            BrokenEndpoints::silent),
        ofBucket(
            "bucket-tls",
            "bucket-tls",
            "the store shows a certificate that nobody trusts",
            stage -> move(stage, URI.create(stage.api().url()))),
        refusing(
            "bucket-hangs",
            "bucket-timeout",
            "the store takes requests and never answers",
            What.HANG),
        ofBucket(
            "bucket-slow",
            "bucket-slow",
            "the store takes two and a half seconds to answer",
            stage ->
                stage
                    .store()
                    .faults()
                    .add(S3Fault.slow("bucket-slow", stage.site().place(), SLOW))));
  }

  static List<Scenario<VolumeStage>> refused() {
    return List.of(
        ofBucket(
            "bucket-wrong-key",
            "bucket-wrong-key",
            "the Secret holds an access key that the store does not know",
            stage -> stage.site().setSecret("AWS_ACCESS_KEY_ID", "labkeythatneverwas")),
        ofBucket(
            "bucket-wrong-secret",
            "bucket-wrong-secret",
            "the Secret holds the wrong secret for its access key",
            stage -> stage.site().setSecret("AWS_SECRET_ACCESS_KEY", "labsecretthatneverwas")),
        ofBucket(
            "bucket-revoked",
            "bucket-wrong-key",
            "the credentials were revoked at the store",
            stage -> stage.store().revoke(stage.site().account().accessKeyId())),
        refusing(
            "bucket-unauthorized",
            "bucket-wrong-key",
            "the store answers 401, as R2 does to credentials it does not know",
            What.UNAUTHORIZED),
        refusing(
            "bucket-not-allowed",
            "bucket-not-allowed",
            "the credentials are known but not allowed to list",
            What.ACCESS_DENIED),
        refusing(
            "bucket-clock-refused",
            "bucket-clock-skew",
            "the store refuses requests because the clocks differ",
            What.TIME_SKEWED),
        at(
            "bucket-clock-drift",
            "bucket-clock-skew",
            "the clock of the store is 5 minutes behind",
            BrokenEndpoints::drifting),
        refusing(
            "bucket-throttled",
            "bucket-throttled",
            "the store answers 503 SlowDown",
            What.SLOW_DOWN),
        refusing("bucket-error", "bucket-error", "the store answers 500", What.INTERNAL_ERROR),
        ofBucket(
            "bucket-missing",
            "bucket-missing",
            "there is no such bucket",
            BucketFaults::otherBucket),
        ofBucket(
            "bucket-empty",
            "bucket-empty",
            "everything below the prefix of the repository was removed",
            stage -> stage.store().deleteAll(stage.site().bucket(), stage.site().prefix())));
  }

  private static Scenario<VolumeStage> refusing(
      String name, String code, String meaning, What what) {
    return ofBucket(
        name,
        code,
        meaning,
        stage -> stage.store().faults().add(S3Fault.of(name, stage.site().place(), what)));
  }

  private static Scenario<VolumeStage> at(
      String name, String code, String meaning, Function<BrokenEndpoints, URI> endpoint) {
    Consumer<VolumeStage> breaking = stage -> move(stage, endpoint.apply(stage.endpoints()));
    return ofBucket(name, code, meaning, breaking);
  }

  private static void move(VolumeStage stage, URI endpoint) {
    stage.site().setSecret("RESTIC_REPOSITORY", stage.site().repository(endpoint));
  }

  private static void otherBucket(VolumeStage stage) {
    VolumeSite site = stage.site();
    String gone =
        site.repository(stage.store().endpoint()).replace(site.bucket(), site.bucket() + "-gone");
    site.setSecret("RESTIC_REPOSITORY", gone);
  }
}
