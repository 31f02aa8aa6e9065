package io.drillmaster.lab.cnpg;

import io.drillmaster.lab.postgres.Database;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * CloudNativePG and the Barman Cloud plugin of the lab: look after every database, one look every
 * half second.
 */
public final class CnpgOperator implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CnpgOperator.class.getName());
  private static final int THREADS = 2;
  private static final long EVERY_MILLIS = 500;
  private static final long WRITES_EVERY_MILLIS = 15_000;

  private final List<DatabaseCare> databases;
  private final ScheduledExecutorService workers;

  private CnpgOperator(List<DatabaseCare> databases) {
    this.databases = databases;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newScheduledThreadPool(
            databases.isEmpty() ? 0 : THREADS,
            work -> {
              Thread thread = new Thread(work, "lab-cnpg-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a real server for each database, with a history of its own; takes two seconds, and no
   * time where there is none.
   *
   * @param folder for their files
   */
  public static CnpgOperator start(List<DatabaseSite> sites, Path folder) {
    CnpgOperator operator =
        new CnpgOperator(sites.parallelStream().map(site -> begin(site, folder)).toList());
    for (DatabaseCare database : operator.databases) {
      operator.every(EVERY_MILLIS, database, database::reconcile);
      operator.every(WRITES_EVERY_MILLIS, database, () -> database.live(1));
    }
    return operator;
  }

  private void every(long millis, DatabaseCare database, Runnable work) {
    workers.scheduleWithFixedDelay(
        () -> tried(database, work), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void tried(DatabaseCare database, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the lab's operator stumbled over " + database.site().place(), e);
    }
  }

  private static DatabaseCare begin(DatabaseSite site, Path folder) {
    Path place =
        folder.resolve(site.api().clusterName() + "-" + site.namespace() + "-" + site.name());
    LiveDatabase live = new LiveDatabase(place, site.database().compression());
    remember(live, site.database());
    DatabaseCare care = new DatabaseCare(site, live);
    care.reset();
    live.archiveInto(site);
    return care;
  }

  /** Two backups that were taken when they were due, and what was written in between. */
  private static void remember(LiveDatabase live, Database database) {
    Instant now = Instant.now();
    if (database.life() == Database.Life.FRESH) {
      live.writeAsOf(now.minusSeconds(20), 100);
      return;
    }
    BackupTimes times = BackupTimes.of(database.schedule());
    Instant last = times.before(now);
    Instant earlier = times.before(last);
    live.writeAsOf(earlier.minusSeconds(60), 1000);
    live.backUpAsOf(earlier.plusSeconds(1));
    live.writeAsOf(last.minusSeconds(60), 200);
    live.backUpAsOf(last.plusSeconds(1));
    switch (database.life()) {
      case IDLE -> live.quietSince(last.plusSeconds(2));
      case PROMOTED -> live.promote();
      default -> {
        live.writeAsOf(last.plus(Duration.between(last, now).dividedBy(2)), 50);
        live.writeAsOf(now.minusSeconds(5), 50);
      }
    }
  }

  /** Every database it looks after. */
  public List<DatabaseCare> databases() {
    return databases;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    try {
      workers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    databases.parallelStream().forEach(database -> database.live().close());
  }
}
