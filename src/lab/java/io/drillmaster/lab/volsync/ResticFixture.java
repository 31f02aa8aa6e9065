package io.drillmaster.lab.volsync;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A repository that the real restic wrote, one sync after another ({@code
 * restic/make-fixtures.sh}), to be put into a bucket sync by sync.
 */
public final class ResticFixture {
  /** Opens every fixture. */
  public static final String PASSWORD = "lab-repository-password";

  private static final Map<Integer, ResticFixture> LOADED = new TreeMap<>();

  private final List<List<ResticObject>> steps;
  private final ResticObject lock;

  private ResticFixture(List<List<ResticObject>> steps, ResticObject lock) {
    this.steps = steps;
    this.lock = lock;
  }

  /** An object of a repository; its path is that within the repository. */
  public record ResticObject(String path, byte[] content) {
    /** Whether it is what makes a sync complete. */
    public boolean isSnapshot() {
      return path.startsWith("snapshots/");
    }
  }

  /**
   * @param version of the repository format: 1 or 2
   */
  public static synchronized ResticFixture ofVersion(int version) {
    return LOADED.computeIfAbsent(version, ResticFixture::load);
  }

  /** What {@code restic init} writes: config and key. */
  public List<ResticObject> init() {
    return steps.get(0);
  }

  /** How many syncs there are. */
  public int syncs() {
    return steps.size() - 1;
  }

  /**
   * What a sync uploads, in that order: the snapshot is last.
   *
   * @param number from 1 to {@link #syncs()}
   */
  public List<ResticObject> sync(int number) {
    return steps.get(number);
  }

  /** The snapshot of a sync. */
  public ResticObject snapshot(int number) {
    List<ResticObject> uploaded = sync(number);
    return uploaded.get(uploaded.size() - 1);
  }

  /** The exclusive lock of a restic that was killed while it worked. */
  public ResticObject lock() {
    return lock;
  }

  private static ResticFixture load(int version) {
    Map<String, byte[]> files = unzip("/restic/v" + version + ".zip");
    List<List<ResticObject>> steps = new ArrayList<>();
    for (String line : new String(files.get("steps.txt"), StandardCharsets.US_ASCII).split("\n")) {
      String[] words = line.split(" ");
      while (steps.size() <= Integer.parseInt(words[0])) {
        steps.add(new ArrayList<>());
      }
      steps.get(steps.size() - 1).add(new ResticObject(words[1], files.get("objects/" + words[1])));
    }
    String lock =
        files.keySet().stream().filter(name -> name.startsWith("lock/")).findFirst().orElseThrow();
    return new ResticFixture(
        steps, new ResticObject("locks/" + lock.substring("lock/".length()), files.get(lock)));
  }

  private static Map<String, byte[]> unzip(String resource) {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream in = ResticFixture.class.getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
