package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.cnpg.CnpgOperator;
import io.drillmaster.lab.cnpg.DatabaseCare;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Kubeconfig;
import io.drillmaster.lab.s3.BrokenEndpoints;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.s3.TemporaryFolder;
import io.drillmaster.lab.telemetry.Hub;
import io.drillmaster.lab.volsync.ResticFixture;
import io.drillmaster.lab.volsync.VolsyncOperator;
import io.drillmaster.lab.volsync.VolumeSite;
import io.drillmaster.lab.volsync.VolumeSync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A simulated estate: API servers, an object store, what is backed up, and what can go wrong. */
public final class Lab implements AutoCloseable {
  private final LabOptions options;
  private final Path folder;
  private final S3Server store;
  private final List<SimulatedCluster> clusters;
  private final BrokenEndpoints endpoints;
  private final VolsyncOperator operator;
  private final CnpgOperator databases;
  private final Optional<Hub> telemetry;
  private final Optional<HubServices> hubServices;
  private final Breakage breakage;
  private final String token = "labtoken" + UUID.randomUUID().toString().replace("-", "");

  private Lab(LabOptions options) {
    this.options = options;
    this.folder = TemporaryFolder.create();
    this.store = S3Server.start();
    this.clusters =
        options.clusters().parallelStream().map(one -> SimulatedCluster.start(one, store)).toList();
    this.endpoints = BrokenEndpoints.start(store.endpoint());
    this.operator = VolsyncOperator.start(volumes(), options.syncTime());
    this.databases =
        CnpgOperator.start(
            clusters.stream().flatMap(one -> one.databases().stream()).toList(),
            folder.resolve("databases"));
    this.telemetry = options.telemetry() ? Optional.of(Hub.start(clusters())) : Optional.empty();
    this.hubServices =
        options.hubServices()
            ? Optional.of(HubServices.start(clusters().get(0), clusters().get(clusters.size() - 1)))
            : Optional.empty();
    this.breakage = new Breakage(this);
    Kubeconfig.of(clusters.stream().map(SimulatedCluster::api).toArray(ApiServer[]::new))
        .write(kubeconfig());
  }

  /** Starts the estate of {@link LabOptions#standard()}. */
  public static Lab start() {
    return start(LabOptions.standard());
  }

  /** Starts an estate in which all is well; it takes a few seconds. */
  public static Lab start(LabOptions options) {
    return new Lab(options);
  }

  /** Names of the clusters. */
  public List<String> clusters() {
    return options.clusters().stream().map(LabCluster::name).toList();
  }

  /** The API server of a cluster. */
  public ApiServer api(String cluster) {
    return clusters.stream()
        .filter(one -> one.name().equals(cluster))
        .map(SimulatedCluster::api)
        .findFirst()
        .orElseThrow();
  }

  /** The object store that all clusters use. */
  public S3Server store() {
    return store;
  }

  /** Every volume that is backed up, by cluster. */
  public List<VolumeSite> volumes() {
    return clusters.stream().flatMap(one -> one.volumes().stream()).toList();
  }

  /** Every database, by cluster. */
  public List<DatabaseCare> databases() {
    return databases.databases();
  }

  /** The first volume of the last cluster. */
  VolumeStage volumeStage() {
    ApiServer last = clusters.get(clusters.size() - 1).api();
    List<VolumeSync> all =
        operator.volumes().stream().filter(volume -> volume.site().api() == last).toList();
    return new VolumeStage(all.get(0), all, endpoints);
  }

  /** The stores that telemetry is sent to, where there are any. */
  public Optional<Hub> telemetry() {
    return telemetry;
  }

  /** The telemetry of the last cluster, on its way to the first. */
  Optional<TelemetryStage> telemetryStage() {
    List<String> names = clusters();
    return telemetry.map(hub -> new TelemetryStage(hub, names.get(0), names.get(names.size() - 1)));
  }

  /** What the spoke needs of the hub. */
  Optional<HubServices> hubServices() {
    return hubServices;
  }

  /** Everything that can be broken, in the order of its kinds. */
  public static List<Fault> faults() {
    return FaultFamilies.faults();
  }

  /**
   * What can be broken of one kind.
   *
   * @param family {@code volsync}
   */
  public static List<Fault> faults(String family) {
    return FaultFamilies.faults(family);
  }

  /** What can be broken in this lab, which may not have everything. */
  public List<Fault> faultsHere() {
    return faults().stream().filter(breakage::canBreak).toList();
  }

  /**
   * Breaks something; what is broken already stays so.
   *
   * @return where the finding must appear
   * @throws IllegalArgumentException where there is no such fault, or nothing that it could hit
   */
  public Target inject(String fault) {
    return breakage.inject(fault);
  }

  /**
   * Repairs what {@link #inject} broke, and nothing else; what was hit is then as good as new.
   *
   * @throws IllegalArgumentException where there is no such fault
   */
  public void repair(String fault) {
    breakage.repair(fault);
  }

  /** Names of what is broken now, in the order in which it broke. */
  public List<String> broken() {
    return breakage.active();
  }

  /** A kubeconfig with a context for each cluster, named like it. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /**
   * Writes {@code drillmaster.yaml} for this estate, with short intervals and free ports, and a
   * file {@code token} beside it.
   *
   * @return the configuration file
   */
  public Path writeConfig(Path directory) {
    try {
      return LabEstate.write(directory, this, LabEstate.Pace.TEST, 0, 0).config();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LabOptions options() {
    return options;
  }

  /** The bearer token in the file that {@link #writeConfig} writes. */
  public String token() {
    return token;
  }

  /** Every secret value that was planted: none of them may be seen anywhere. */
  public List<String> secretValues() {
    List<String> secrets = new ArrayList<>(List.of(token, ResticFixture.PASSWORD));
    clusters.forEach(cluster -> secrets.add(cluster.api().adminToken()));
    telemetry.ifPresent(hub -> secrets.add(hub.token()));
    hubServices.ifPresent(hub -> secrets.add(hub.secret()));
    for (VolumeSite site : volumes()) {
      secrets.add(site.account().accessKeyId());
      secrets.add(site.account().secretAccessKey());
    }
    databases().forEach(database -> secrets.addAll(database.site().secretValues()));
    return secrets;
  }

  @Override
  public void close() {
    telemetry.ifPresent(Hub::close);
    hubServices.ifPresent(HubServices::close);
    operator.close();
    databases.close();
    endpoints.close();
    clusters.forEach(SimulatedCluster::close);
    store.close();
    TemporaryFolder.delete(folder);
  }
}
