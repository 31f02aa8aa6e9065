package io.drillmaster.cnpg;

import io.drillmaster.cnpg.StoreConfiguration.Place;
import io.drillmaster.cnpg.StoreConfiguration.Selector;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.kube.SecretData;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.S3Credentials;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The credentials that a Barman configuration selects, key by key, and the bucket they are for. */
record ArchiveSecret(KubeCluster cluster, StoreConfiguration store) {
  private static final Pattern AMAZON =
      Pattern.compile("https://s3[.-]([a-z0-9-]+)\\.amazonaws\\.com.*");
  private static final String RUNBOOK = "docs/runbooks/SecretMissing.md";

  /** A Secret as it was read, once for all its keys. */
  private record Held(String name, SecretData data) {}

  /** Name of the Secret that the access key comes from; empty where none is selected. */
  Optional<String> name() {
    return store.selector("accessKeyId").map(Selector::secret).filter(name -> !name.isBlank());
  }

  /**
   * Reads it as it is now.
   *
   * @throws CouldNotLookException where a Secret is missing, lacks a key, or where the bucket
   *     cannot be looked at from here
   */
  Resolved resolve(Deadline deadline) {
    store.obstacle().ifPresent(this::refuse);
    Place place = store.place().orElseThrow(() -> odd("destinationPath", "s3://bucket/prefix"));
    Selector access = selector("accessKeyId");
    Held held = read(access, deadline);
    S3Credentials credentials =
        new S3Credentials(
            value(held, access),
            value(other(held, selector("secretAccessKey"), deadline), selector("secretAccessKey")),
            optional("sessionToken", held, deadline));
    Optional<String> said = optional("region", held, deadline).map(SecretValue::reveal);
    String region = said.map(String::strip).orElseGet(this::region);
    URI endpoint =
        store.endpoint(region).orElseThrow(() -> odd("endpointURL", "https://host or http://host"));
    return new Resolved(
        new BucketLocation(endpoint, place.bucket(), place.prefix(), region),
        credentials,
        held.data().externalSecret());
  }

  private Selector selector(String field) {
    return store
        .selector(field)
        .filter(one -> !one.secret().isBlank() && !one.key().isBlank())
        .orElseThrow(() -> odd("s3Credentials." + field, "the name of a Secret and a key in it"));
  }

  private Optional<SecretValue> optional(String field, Held held, Deadline deadline) {
    return store.selector(field).map(selector -> value(other(held, selector, deadline), selector));
  }

  private Held other(Held held, Selector selector, Deadline deadline) {
    return held.name().equals(selector.secret()) ? held : read(selector, deadline);
  }

  private Held read(Selector selector, Deadline deadline) {
    String name = selector.secret();
    Resource secret =
        cluster
            .get(ResourceKind.SECRET, store.namespace(), name, deadline)
            .orElseThrow(() -> new CouldNotLookException(missing(name)));
    return new Held(name, SecretData.of(secret));
  }

  private SecretValue value(Held held, Selector selector) {
    return held.data()
        .value(selector.key())
        .filter(value -> !value.reveal().isBlank())
        .orElseThrow(() -> new CouldNotLookException(keyMissing(held, selector.key())));
  }

  /** Amazon's hosts name their region; R2 and most others take any. */
  private String region() {
    Optional<String> endpoint = store.text("endpointURL");
    if (endpoint.isEmpty() || endpoint.get().startsWith("https://s3.amazonaws.com")) {
      return "us-east-1";
    }
    Matcher host = AMAZON.matcher(endpoint.get());
    return host.matches() ? host.group(1) : "auto";
  }

  private Finding missing(String name) {
    return Finding.critical(
            "secret-missing",
            "There is no Secret %s/%s: %s can neither archive nor be restored from."
                .formatted(store.namespace(), name, store.what()))
        .expected("a Secret " + store.namespace() + "/" + name)
        .observed("no such Secret")
        .next(cluster.kubectl() + " -n " + store.namespace() + " get secrets,externalsecrets")
        .runbook(RUNBOOK);
  }

  private Finding keyMissing(Held held, String key) {
    Optional<String> maker = held.data().externalSecret();
    String made = maker.map(by -> ", made by ExternalSecret " + by + ",").orElse("");
    String makerToo = maker.map(by -> "externalsecret/" + by + " ").orElse("");
    return Finding.critical(
            "secret-key-missing",
            "Secret %s/%s%s has no key %s: %s can neither archive nor be restored from."
                .formatted(store.namespace(), held.name(), made, key, store.what()))
        .expected("a key " + key)
        .observed(held.data().value(key).isPresent() ? "an empty value" : "no such key")
        .next(
            "%s -n %s describe %ssecret/%s"
                .formatted(cluster.kubectl(), store.namespace(), makerToo, held.name()))
        .runbook(RUNBOOK);
  }

  private void refuse(String obstacle) {
    throw new CouldNotLookException(
        Finding.unknown(
                "archive-not-readable",
                "The archive of %s cannot be looked at from here: it uses %s."
                    .formatted(store.what(), obstacle))
            .expected("an S3 bucket with credentials in a Secret")
            .observed(obstacle)
            .next(next())
            .runbook("docs/runbooks/CannotLook.md"));
  }

  private CouldNotLookException odd(String field, String expected) {
    return new CouldNotLookException(
        Finding.unknown(
                "archive-not-readable",
                "The archive of %s cannot be looked at: its field %s is not understood."
                    .formatted(store.what(), field))
            .expected(field + " as " + expected)
            .observed("something else, or nothing")
            .next(next())
            .runbook("docs/runbooks/CannotLook.md"));
  }

  private String next() {
    return "%s -n %s get %s %s -o yaml"
        .formatted(
            cluster.kubectl(),
            store.namespace(),
            store.holder().string("kind").orElse("cluster").toLowerCase(java.util.Locale.ROOT),
            store.holder().name());
  }
}
