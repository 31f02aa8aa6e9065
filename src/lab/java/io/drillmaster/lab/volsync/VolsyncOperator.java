package io.drillmaster.lab.volsync;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The VolSync operator of the lab: looks after every volume, one look every half second. */
public final class VolsyncOperator implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(VolsyncOperator.class.getName());
  private static final int THREADS = 2;
  private static final long EVERY_MILLIS = 500;

  private final List<VolumeSync> volumes;
  private final ScheduledExecutorService workers;

  private VolsyncOperator(List<VolumeSync> volumes) {
    this.volumes = volumes;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newScheduledThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "lab-volsync-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param syncTime how long a mover works
   */
  public static VolsyncOperator start(List<VolumeSite> sites, Duration syncTime) {
    VolsyncOperator operator =
        new VolsyncOperator(sites.stream().map(site -> new VolumeSync(site, syncTime)).toList());
    for (VolumeSync volume : operator.volumes) {
      operator.workers.scheduleWithFixedDelay(
          () -> look(volume), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return operator;
  }

  private static void look(VolumeSync volume) {
    try {
      volume.reconcile();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the lab's operator stumbled over " + volume.site().place(), e);
    }
  }

  /** Every volume it looks after. */
  public List<VolumeSync> volumes() {
    return volumes;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    try {
      workers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
