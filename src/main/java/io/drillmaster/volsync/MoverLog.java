package io.drillmaster.volsync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the signs that the restic mover of VolSync 0.16 ({@code mover-restic/entry.sh}) leaves in
 * {@code status.latestMoverStatus.logs}. Its exit code does not tell them apart: a backup of
 * nothing and a backup into a repository that it has just created both end in success.
 */
final class MoverLog {
  private static final Pattern SAVED = Pattern.compile("snapshot [0-9a-f]{8,64} saved");
  private static final List<String> NOTHING =
      List.of("Directory is empty", "No eligible", "No data");
  private static final List<String> CREATED =
      List.of("Initialize Dir", "created restic repository");

  /** What restic says when it fails, and what that means; the first that fits counts. */
  private static final List<Map.Entry<String, String>> REASONS =
      List.of(
          Map.entry("wrong password", "restic: the password does not fit the repository"),
          Map.entry("already locked", "restic: the repository is already locked"),
          Map.entry("unable to create lock", "restic: the repository is already locked"),
          Map.entry("no space left", "restic: no space left on the device"),
          Map.entry("invalidaccesskeyid", "restic: the object store does not know the access key"),
          Map.entry("signaturedoesnotmatch", "restic: the object store refuses the signature"),
          Map.entry("access denied", "restic: the object store denies access"),
          Map.entry("accessdenied", "restic: the object store denies access"),
          Map.entry("bucket does not exist", "restic: the bucket does not exist"),
          Map.entry("no such host", "restic: the host of the object store does not resolve"),
          Map.entry("connection refused", "restic: the object store refuses the connection"),
          Map.entry("i/o timeout", "restic: the object store does not answer"),
          Map.entry("is there a repository", "restic: there is no repository"),
          Map.entry("permission denied", "restic: files could not be read"),
          Map.entry("fatal", "restic ended with a fatal error"));

  private final String text;

  MoverLog(String text) {
    this.text = text;
  }

  boolean saysSaved() {
    return SAVED.matcher(text).find();
  }

  boolean saysNothingSaved() {
    return NOTHING.stream().anyMatch(text::contains);
  }

  boolean saysRepositoryCreated() {
    return CREATED.stream().anyMatch(text::contains);
  }

  /** Why it failed, in our words. */
  Optional<String> reason() {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    return REASONS.stream()
        .filter(reason -> lower.contains(reason.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
