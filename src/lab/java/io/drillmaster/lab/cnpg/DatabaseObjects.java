package io.drillmaster.lab.cnpg;

import io.drillmaster.lab.postgres.BackupFacts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The objects of a database as Flux, External Secrets 2.9, CloudNativePG 1.30 and the plugin leave
 * them.
 */
final class DatabaseObjects {
  static final String IMAGE = "ghcr.io/cloudnative-pg/postgresql:16.13";
  private static final DateTimeFormatter GO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss +0000 'UTC'").withZone(ZoneOffset.UTC);

  private final DatabaseSite site;
  private final Instant created;

  DatabaseObjects(DatabaseSite site, Instant created) {
    this.site = site;
    this.created = created;
  }

  /** As CloudNativePG writes the end of a certificate. */
  static String goTime(Instant instant) {
    return GO_TIME.format(instant);
  }

  private Template template(String name) {
    return Template.of(name)
        .with("name", site.name())
        .with("namespace", site.namespace())
        .with("created", Conditions.time(created));
  }

  private String uid(String what) {
    String seed = site.api().clusterName() + "/" + site.namespace() + "/" + site.name() + what;
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The key of the bucket and the users of the applications. */
  List<Template> secrets(Instant now) {
    List<Template> secrets = new ArrayList<>();
    Map<String, String> key = new LinkedHashMap<>();
    key.put("ACCESS_KEY_ID", base64(site.account().accessKeyId()));
    key.put("ACCESS_SECRET_KEY", base64(site.account().secretAccessKey()));
    secrets.add(secret(site.secret(), site.name(), site.name() + "-backup", key, now));
    secrets.add(
        secret(
            site.name() + "-app",
            site.name(),
            site.name() + "-app",
            Map.of("username", base64("app"), "password", base64(site.password())),
            now));
    for (String application : site.database().applications()) {
      Map<String, String> user = new LinkedHashMap<>();
      user.put("user", base64(application));
      user.put("username", base64(application));
      user.put("password", base64(site.password()));
      user.put("dbname", base64(application));
      user.put("host", base64(site.name() + "-rw." + site.namespace() + ".svc"));
      user.put("port", base64("5432"));
      String name = DatabaseSite.userSecret(application);
      secrets.add(secret(name, application, application + "-pguser", user, now));
    }
    return secrets;
  }

  private Template secret(
      String name, String owner, String item, Map<String, String> data, Instant now) {
    return template("secrets")
        .with("secret", name)
        .with("owner", owner)
        .with("item", item)
        .with("uid", uid("/secret/" + name))
        .with("now", Conditions.time(now))
        .withJson("data", data);
  }

  /** The plugin itself, in the namespace of the operator. */
  Template plugin() {
    return Template.of("plugin");
  }

  /** The ObjectStore. */
  Template objectStore(List<BackupFacts> backups) {
    Map<String, Object> status = new LinkedHashMap<>();
    if (!backups.isEmpty()) {
      status.put("serverRecoveryWindow", Map.of(site.name(), BackupStatus.recoveryWindow(backups)));
    }
    return template("store")
        .with("uid", uid("/store"))
        .with("retention", site.database().retention())
        .withJson("configuration", configuration(site.store().endpoint()))
        .withJson("status", status);
  }

  private Map<String, Object> configuration(URI endpoint) {
    String compression =
        switch (site.database().compression()) {
          case NONE -> "";
          case GZIP -> "gzip";
          case BZIP2 -> "bzip2";
        };
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("destinationPath", "s3://" + site.bucket() + "/");
    configuration.put("endpointURL", endpoint.toString());
    configuration.put(
        "s3Credentials",
        Map.of(
            "accessKeyId", Map.of("name", site.secret(), "key", "ACCESS_KEY_ID"),
            "secretAccessKey", Map.of("name", site.secret(), "key", "ACCESS_SECRET_KEY")));
    Map<String, Object> wal = new LinkedHashMap<>(Map.of("maxParallel", 4));
    Map<String, Object> data = new LinkedHashMap<>(Map.of("jobs", 2));
    if (!compression.isEmpty()) {
      wal.put("compression", compression);
      data.put("compression", compression);
    }
    configuration.put("wal", wal);
    configuration.put("data", data);
    return configuration;
  }

  /** The Cluster with the status of a healthy one. */
  Template cluster(LiveDatabase live, Instant now) {
    List<String> names = instances();
    return template("cluster")
        .with("uid", uid("/cluster"))
        .with("image", IMAGE)
        .with("instances", Integer.toString(names.size()))
        .withJson("instanceNames", names)
        .withJson("reported", reported(live.timeline()))
        .withJson("topology", topology())
        .with("primary", site.primary())
        .with("primarySince", Conditions.time(created))
        .with("timeline", Integer.toString(live.timeline()))
        .with("systemId", live.systemId())
        .with("expires", goTime(now.plus(Duration.ofDays(75))))
        .withJson("backup", site.database().usesPlugin() ? null : backup())
        .withJson("plugins", site.database().usesPlugin() ? List.of(archiver()) : null)
        .withJson("roles", roles())
        .withJson("conditions", conditions(live.backups()));
  }

  List<String> instances() {
    return IntStream.rangeClosed(1, site.database().instances()).mapToObj(site::instance).toList();
  }

  private List<Object> roles() {
    List<Object> roles = new ArrayList<>();
    for (String application : site.database().applications()) {
      roles.add(
          Map.of(
              "name",
              application,
              "ensure",
              "present",
              "login",
              true,
              "passwordSecret",
              Map.of("name", DatabaseSite.userSecret(application))));
    }
    return roles;
  }

  private Map<String, Object> backup() {
    return Map.of(
        "retentionPolicy",
        site.database().retention(),
        "target",
        "primary",
        "barmanObjectStore",
        configuration(site.store().endpoint()));
  }

  private Map<String, Object> archiver() {
    return Map.of(
        "name",
        BarmanStore.PLUGIN,
        "enabled",
        true,
        "isWALArchiver",
        true,
        "parameters",
        Map.of("barmanObjectName", site.objectStore()));
  }

  private Map<String, Object> reported(int timeline) {
    Map<String, Object> reported = new LinkedHashMap<>();
    for (int serial = 1; serial <= site.database().instances(); serial++) {
      String instance = site.instance(serial);
      reported.put(
          instance,
          Map.of(
              "ip", ip(serial),
              "isPrimary", instance.equals(site.primary()),
              "timeLineID", timeline));
    }
    return reported;
  }

  private Map<String, Object> topology() {
    Map<String, Object> topology = new LinkedHashMap<>();
    instances().forEach(instance -> topology.put(instance, Map.of()));
    return topology;
  }

  private List<Object> conditions(List<BackupFacts> backups) {
    List<Object> conditions = new ArrayList<>(Conditions.usual(created));
    conditions.add(Conditions.ready(true, created));
    conditions.add(Conditions.archiving(java.util.Optional.empty(), created));
    if (!backups.isEmpty()) {
      Instant first = backups.get(0).stop().time();
      conditions.add(Conditions.lastBackup(java.util.Optional.empty(), first));
    }
    return conditions;
  }

  /** Volume and pod of an instance, and the services. */
  Template instance(int serial) {
    boolean primary = site.instance(serial).equals(site.primary());
    String sidecar = "ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:v0.14.0";
    return template("instance")
        .with("instance", site.instance(serial))
        .with("serial", Integer.toString(serial))
        .with("role", primary ? "primary" : "replica")
        .with("claimUid", uid("/pvc/" + serial))
        .with("podUid", uid("/pod/" + serial))
        .with("image", IMAGE)
        .with("ip", ip(serial))
        .withJson("owners", owners())
        .withJson(
            "sidecars",
            site.database().usesPlugin()
                ? List.of(
                    Map.of(
                        "name", "plugin-barman-cloud",
                        "image", sidecar,
                        "restartPolicy", "Always"))
                : List.of());
  }

  Template services() {
    return template("services").withJson("owners", owners());
  }

  private String ip(int serial) {
    int block = Math.floorMod(site.name().hashCode(), 200) + 10;
    return "10.244." + serial + "." + block;
  }

  private List<Object> owners() {
    return List.of(
        Map.of(
            "apiVersion",
            "postgresql.cnpg.io/v1",
            "kind",
            "Cluster",
            "name",
            site.name(),
            "uid",
            uid("/cluster"),
            "controller",
            true));
  }

  /** The ScheduledBackup, which made its last Backup on time. */
  Template scheduledBackup(Map<String, Object> status) {
    return template("schedule")
        .with("uid", uid("/schedule"))
        .with("schedule", site.database().schedule())
        .with("immediate", "false")
        .with("method", BackupStatus.method(site))
        .withJson("plugin", BackupStatus.pluginConfiguration(site))
        .withJson("status", status);
  }

  /** A Backup that the ScheduledBackup made when it was due. */
  Template backup(Instant due, Map<String, Object> status) {
    return template("backup")
        .with("created", Conditions.time(due))
        .with("backup", BackupStatus.name(site.schedule(), due))
        .with("method", BackupStatus.method(site))
        .withJson("plugin", BackupStatus.pluginConfiguration(site))
        .withJson("status", status)
        .withJson(
            "owners",
            List.of(
                Map.of(
                    "apiVersion",
                    "postgresql.cnpg.io/v1",
                    "kind",
                    "ScheduledBackup",
                    "name",
                    site.schedule(),
                    "uid",
                    uid("/schedule"),
                    "controller",
                    true,
                    "blockOwnerDeletion",
                    true)));
  }
}
