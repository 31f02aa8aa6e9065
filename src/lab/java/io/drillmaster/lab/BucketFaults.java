package io.drillmaster.lab;

import io.drillmaster.lab.s3.S3Fault;
import io.drillmaster.lab.s3.S3Fault.What;
import io.drillmaster.lab.volsync.VolumeSite;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What can be wrong between a volume and its bucket. */
final class BucketFaults {
  private static final Duration SLOW = Duration.ofMillis(2200);

  private BucketFaults() {}

  /**
   * The breaks. Faults of the store carry the name of the fault; everything else is repaired by
   * {@link VolumeSite#reset}.
   */
  static Map<Fault, Consumer<VolumeSite>> all() {
    Map<Fault, Consumer<VolumeSite>> faults = new LinkedHashMap<>();
    elsewhere(faults, "bucket-dns", "its name does not resolve", s -> "http://nowhere.invalid");
    elsewhere(faults, "bucket-connect", "nothing listens there", s -> "http://127.0.0.1:1");
    elsewhere(faults, "bucket-tls", "its certificate is not trusted", s -> s.api().url());
    misbehaves(faults, "bucket-hangs", "bucket-timeout", "it never answers", What.HANG);
    misbehaves(faults, "bucket-denied", "bucket-not-allowed", "it forbids", What.ACCESS_DENIED);
    misbehaves(faults, "bucket-unauthorized", "bucket-wrong-key", "key expired", What.UNAUTHORIZED);
    misbehaves(faults, "bucket-clock", "bucket-clock-skew", "clocks differ", What.TIME_SKEWED);
    misbehaves(faults, "bucket-throttles", "bucket-throttled", "it throttles", What.SLOW_DOWN);
    misbehaves(faults, "bucket-breaks", "bucket-error", "it answers 500", What.INTERNAL_ERROR);
    faults.put(
        Fault.probe("bucket-slow", "bucket-slow", "the bucket answers late"),
        site -> site.store().faults().add(S3Fault.slow("bucket-slow", site.place(), SLOW)));
    faults.put(
        Fault.probe("bucket-wrong-key", "bucket-wrong-key", "the store does not know the key"),
        site -> site.setSecret("AWS_ACCESS_KEY_ID", "unknownkey"));
    faults.put(
        Fault.probe("bucket-wrong-secret", "bucket-wrong-secret", "the secret of the key is wrong"),
        site -> site.setSecret("AWS_SECRET_ACCESS_KEY", "wrongsecret"));
    faults.put(
        Fault.probe("bucket-gone", "bucket-missing", "there is no such bucket"),
        site ->
            site.setSecret(
                "RESTIC_REPOSITORY", "s3:" + site.store().endpoint() + "/no-such-bucket/here"));
    faults.put(
        Fault.probe("bucket-emptied", "bucket-empty", "nothing is left in the bucket"),
        site -> site.store().deleteAll(site.bucket(), site.prefix()));
    return faults;
  }

  private static void elsewhere(
      Map<Fault, Consumer<VolumeSite>> faults,
      String name,
      String meaning,
      java.util.function.Function<VolumeSite, String> endpoint) {
    faults.put(
        Fault.probe(name, name, "the endpoint of the bucket: " + meaning),
        site ->
            site.setSecret("RESTIC_REPOSITORY", site.repository(URI.create(endpoint.apply(site)))));
  }

  private static void misbehaves(
      Map<Fault, Consumer<VolumeSite>> faults,
      String name,
      String findingCode,
      String meaning,
      What what) {
    faults.put(
        Fault.probe(name, findingCode, "the bucket: " + meaning),
        site -> site.store().faults().add(S3Fault.of(name, site.place(), what)));
  }
}
