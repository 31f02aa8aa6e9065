package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.s3.BrokenEndpoints;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.volsync.BackedUpVolume;
import io.drillmaster.lab.volsync.VolumeSite;
import io.drillmaster.lab.volsync.VolumeSync;
import java.util.List;

/**
 * Where a fault happens: one volume of one cluster.
 *
 * @param all every volume of the cluster
 */
record VolumeStage(VolumeSync volume, List<VolumeSync> all, BrokenEndpoints endpoints) {
  VolumeSite site() {
    return volume.site();
  }

  ApiServer api() {
    return site().api();
  }

  S3Server store() {
    return site().store();
  }

  /** The volume, as the probe {@code volsync} names it. */
  Target volumeTarget() {
    BackedUpVolume backedUp = site().volume();
    return new Target(api().clusterName(), "volsync", backedUp.namespace(), backedUp.name());
  }

  /** Its bucket, as the probe {@code object-store} names it. */
  Target bucketTarget() {
    BackedUpVolume backedUp = site().volume();
    return new Target(api().clusterName(), "object-store", backedUp.namespace(), backedUp.secret());
  }

  /** What tells that nothing could be found in the cluster. */
  Target discoveryTarget() {
    return new Target(api().clusterName(), "volsync", "", "discovery");
  }
}
