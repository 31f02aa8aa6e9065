package io.drillmaster.cnpg;

import io.drillmaster.core.NearestWord;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Archives that lie near the place where one was expected and is not.
 *
 * @param paths of their folders, below the prefix of the destination path; {@code ..} is the
 *     destination path itself, which then has the server name once too often
 */
record Siblings(List<String> paths) {
  private static final int MOST_FOLDERS = 30;
  private static final String BASE = "base";
  private static final String WALS = "wals";

  Siblings {
    paths = List.copyOf(paths);
  }

  static Siblings none() {
    return new Siblings(List.of());
  }

  /** Looks one level down, and below the one that has the expected name one level more. */
  static Siblings of(Bucket bucket, String serverName, Deadline deadline) {
    List<String> found = new ArrayList<>();
    List<String> folders = bucket.folders("", deadline);
    if (isArchive(folders)) {
      found.add("..");
    }
    for (String folder : folders.stream().limit(MOST_FOLDERS).toList()) {
      List<String> below = bucket.folders(folder + "/", deadline);
      if (isArchive(below)) {
        found.add(folder);
      }
      if (below.contains(serverName) && !folder.equals(BASE) && !folder.equals(WALS)) {
        String deeper = folder + "/" + serverName;
        if (isArchive(bucket.folders(deeper + "/", deadline))) {
          found.add(deeper);
        }
      }
    }
    found.remove(serverName);
    return new Siblings(found);
  }

  /** For people: {@code 3 other archives beside it: a, b, c}; empty where there is none. */
  String told() {
    String names = String.join(", ", paths.subList(0, Math.min(3, paths.size())));
    return paths.isEmpty()
        ? ""
        : "; %d other archives beside it: %s".formatted(paths.size(), names);
  }

  private static boolean isArchive(List<String> folders) {
    return folders.contains(BASE) || folders.contains(WALS);
  }

  /** The one that was most likely meant; empty where all belong to somebody else. */
  Optional<String> nearest(String serverName) {
    Optional<String> sameName =
        paths.stream()
            .filter(path -> path.equals("..") || path.endsWith("/" + serverName))
            .findFirst();
    return sameName
        .or(() -> NearestWord.to(serverName, paths))
        .or(
            () ->
                paths.stream()
                    .filter(path -> path.startsWith(serverName) || serverName.startsWith(path))
                    .findFirst());
  }
}
