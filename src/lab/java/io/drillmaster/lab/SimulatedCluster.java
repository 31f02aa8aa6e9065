package io.drillmaster.lab;

import io.drillmaster.lab.cnpg.DatabaseSite;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.secrets.SecretSite;
import io.drillmaster.lab.volsync.VolumeSite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One cluster of the lab: its API, where its Secrets come from, its volumes and databases. */
record SimulatedCluster(
    ApiServer api, SecretSite secrets, List<VolumeSite> volumes, List<DatabaseSite> databases)
    implements AutoCloseable {
  private static final List<String> KINDS =
      List.of(
          "replicationsources",
          "externalsecrets",
          "secretstores",
          "clustersecretstores",
          "clusters",
          "backups",
          "scheduledbackups",
          "objectstores");

  static SimulatedCluster start(LabCluster cluster, S3Server store) {
    ApiServer api = ApiServer.start(cluster.name());
    KINDS.forEach(kind -> api.apply(resource("/crds/" + kind + ".yaml")));
    SecretSite secrets = SecretSite.start(api);
    if (!cluster.databases().isEmpty()) {
      secrets.addStoreOfOthers();
    }
    String bucket = "volsync-" + cluster.name();
    List<VolumeSite> volumes =
        cluster.volumes().stream()
            .map(one -> new VolumeSite(api, secrets, store, bucket, one))
            .toList();
    Instant now = Instant.now();
    volumes.forEach(site -> site.reset(now));
    Workloads.seed(api, cluster.volumes());
    List<DatabaseSite> databases =
        cluster.databases().stream()
            .map(one -> new DatabaseSite(api, store, "cnpg-" + cluster.name(), one))
            .toList();
    return new SimulatedCluster(api, secrets, volumes, databases);
  }

  private static String resource(String path) {
    try (InputStream in = SimulatedCluster.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return api.clusterName();
  }

  @Override
  public void close() {
    secrets.close();
    api.close();
  }
}
