package io.drillmaster.lab.volsync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.volsync.ResticFixture.ResticObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The restic mover (VolSync 0.16, {@code mover-restic/entry.sh}) with prepared data: each sync
 * uploads what the real restic wrote for the next one; when all are there, the oldest is forgotten
 * and saved again.
 */
final class Mover {
  private static final Duration STALE = Duration.ofMinutes(30);

  private final ResticFixture fixture;
  private final BackedUpVolume volume;
  private final ObjectNode secret;

  /**
   * @param secret with repository, password and credentials
   */
  Mover(VolumeSite site, ObjectNode secret) {
    this.fixture = site.fixture();
    this.volume = site.volume();
    this.secret = secret;
  }

  /** How it ended, and what its log says. */
  record Outcome(boolean successful, String logs) {}

  /**
   * @param unlock whether stale locks are removed first
   * @param took how long the work took, for the log
   */
  Outcome run(Behaviour behaviour, boolean unlock, Duration took) {
    try (MoverStore store = MoverStore.open(secret)) {
      boolean created = !store.exists("config");
      if (created) {
        fixture.init().forEach(store::put);
      }
      if (unlock) {
        store.list("locks/").stream().filter(Mover::isStale).forEach(o -> store.delete(o.key()));
      }
      List<S3Object> locks = store.list("locks/");
      Outcome outcome = locks.isEmpty() ? backUp(store, behaviour, took) : locked(locks.get(0));
      return created ? withCreation(outcome) : outcome;
    } catch (SdkException e) {
      return new Outcome(false, MoverLogs.refused(MoverStore.reason(e)));
    } catch (IllegalArgumentException e) {
      return new Outcome(false, "Fatal: " + e.getMessage());
    }
  }

  private static boolean isStale(S3Object lock) {
    return lock.lastModified().isBefore(Instant.now().minus(STALE));
  }

  private static Outcome locked(S3Object lock) {
    String id = lock.key().substring(lock.key().lastIndexOf('/') + 1);
    return new Outcome(false, MoverLogs.locked(lock.lastModified(), Instant.now(), id));
  }

  private Outcome withCreation(Outcome outcome) {
    String repository = MoverStore.value(secret, "RESTIC_REPOSITORY");
    return new Outcome(outcome.successful(), MoverLogs.created(repository, outcome.logs()));
  }

  private Outcome backUp(MoverStore store, Behaviour behaviour, Duration took) {
    return switch (behaviour) {
      case VOLUME_EMPTY -> new Outcome(true, MoverLogs.DIRECTORY_IS_EMPTY);
      case MOVER_FAILS -> new Outcome(false, MoverLogs.noSpace());
      default -> save(store, took);
    };
  }

  private Outcome save(MoverStore store, Duration took) {
    List<S3Object> saved = store.list("snapshots/");
    int sync = nextSync(saved);
    String snapshot = fixture.snapshot(sync).path();
    saved.stream()
        .filter(object -> object.key().endsWith(snapshot))
        .forEach(object -> store.delete(object.key()));
    for (ResticObject object : fixture.sync(sync)) {
      store.put(object);
    }
    String id = snapshot.substring("snapshots/".length());
    return new Outcome(true, MoverLogs.saved(volume.repositoryVersion(), id, sync, took));
  }

  /** The first one that is not there, else the one that was saved longest ago. */
  private int nextSync(List<S3Object> saved) {
    Set<String> present = saved.stream().map(Mover::name).collect(Collectors.toSet());
    for (int sync = 1; sync <= fixture.syncs(); sync++) {
      if (!present.contains(name(sync))) {
        return sync;
      }
    }
    String oldest =
        saved.stream()
            .min(Comparator.comparing(S3Object::lastModified))
            .map(Mover::name)
            .orElseThrow();
    for (int sync = 1; sync <= fixture.syncs(); sync++) {
      if (name(sync).equals(oldest)) {
        return sync;
      }
    }
    return 1;
  }

  private String name(int sync) {
    return fixture.snapshot(sync).path().substring("snapshots/".length());
  }

  private static String name(S3Object object) {
    return object.key().substring(object.key().lastIndexOf('/') + 1);
  }
}
