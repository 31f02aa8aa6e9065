package io.drillmaster.cnpg;

import io.drillmaster.barman.Break;
import io.drillmaster.cnpg.Archives.Reading;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Do base backups and WAL segments form a chain that a recovery can follow? */
record ChainQuestions(Case asked, Reading reading) {
  private static final String RUNBOOK = "docs/runbooks/ArchiveIncomplete.md";

  /** What is said of a kind of break: the name of its check, its code, and a sentence. */
  private enum Words {
    BACKUP_WAL(
        "backup wal",
        "backup-wal-missing",
        "WAL that base backup %s of %s needs to become consistent is missing: it cannot be"
            + " restored."),
    GAP(
        "wal chain",
        "wal-gap",
        "The WAL of %2$s has a hole behind base backup %1$s: a recovery ends there."),
    DAMAGED(
        "wal chain",
        "wal-gap",
        "WAL of %2$s behind base backup %1$s is empty or cut off: a recovery ends there."),
    PARTS(
        "backup parts",
        "backup-part-missing",
        "Data of base backup %s of %s is missing in the bucket: it cannot be restored."),
    HISTORY(
        "timelines",
        "history-missing",
        "The history file of a timeline of %2$s is missing or unreadable: a recovery from base"
            + " backup %1$s does not find its way."),
    BRANCH(
        "timelines",
        "wal-gap",
        "Base backup %s of %s lies on a branch of the past that was left: a recovery from it does"
            + " not reach the present."),
    INFO(
        "backup info",
        "backup-info-unreadable",
        "The backup.info of base backup %s of %s cannot be read: it cannot be restored, and barman"
            + " deletes nothing beside it."),
    SYSTEMS(
        "system",
        "server-name-reused",
        "Backups of more than one database lie under the server name of %2$s, among them base backup"
            + " %1$s.");

    private final String check;
    private final String code;
    private final String sentence;

    Words(String check, String code, String sentence) {
      this.check = check;
      this.code = code;
      this.sentence = sentence;
    }

    static Words of(Break.Kind kind) {
      return switch (kind) {
        case BACKUP_SEGMENTS_MISSING -> BACKUP_WAL;
        case SEGMENTS_MISSING -> GAP;
        case SEGMENTS_DAMAGED -> DAMAGED;
        case PART_MISSING, PART_DAMAGED -> PARTS;
        case HISTORY_MISSING, HISTORY_UNREADABLE -> HISTORY;
        case BRANCH_LEFT -> BRANCH;
        case INFO_UNREADABLE -> INFO;
        case SEVERAL_SYSTEMS -> SYSTEMS;
      };
    }
  }

  /** One check for each thing that is wrong, or {@code wal chain} alone. */
  List<Check> chain() {
    Map<String, Check> checks = new LinkedHashMap<>();
    for (Break one : breaks()) {
      checks.putIfAbsent(Words.of(one.kind()).code, failed(one));
    }
    return checks.isEmpty() ? List.of(whole()) : List.copyOf(checks.values());
  }

  /** A branch of the past that harms no newer backup is history, not a fault. */
  private List<Break> breaks() {
    List<Break> breaks = new ArrayList<>(reading.chain().breaks());
    breaks.removeIf(one -> one.kind() == Break.Kind.BRANCH_LEFT && !one.harmsNewest());
    reading
        .archive()
        .newestDone()
        .flatMap(Timeliness::end)
        .filter(this::isLongAgo)
        .ifPresent(end -> breaks.addAll(reading.chain().awaited()));
    return breaks;
  }

  private boolean isLongAgo(Instant end) {
    return end.plus(ArchiveTimeout.of(asked.database()))
        .plus(asked.thresholds().archiveSlack())
        .isBefore(reading.archive().readAt());
  }

  private Check whole() {
    String window =
        reading
            .chain()
            .recoverableFrom()
            .map(
                from ->
                    ", recoverable from %s to %s"
                        .formatted(
                            TimeWords.time(from),
                            reading.chain().recoverableTo().map(TimeWords::time).orElse("now")))
            .orElse("");
    return Check.passed(
        "wal chain",
        "no hole",
        "%d segments without a hole%s".formatted(reading.archive().wals().count(), window));
  }

  private Check failed(Break one) {
    Words words = Words.of(one.kind());
    String backup = backup(one);
    String sentence = words.sentence.formatted(backup, asked.what());
    boolean past = !one.harmsNewest() && !reading.chain().usable().isEmpty();
    Finding finding =
        past
            ? Finding.warning(words.code, sentence + " Newer backups are whole.")
            : Finding.critical(words.code, sentence);
    return Check.failed(
        words.check,
        finding
            .expected("every object that a recovery needs")
            .observed(one.toString())
            .next(next(one))
            .runbook(RUNBOOK));
  }

  private static String backup(Break one) {
    List<String> hit = new ArrayList<>(one.backups());
    one.cutOff().stream().filter(id -> !hit.contains(id)).forEach(hit::add);
    if (hit.isEmpty()) {
      return one.keys().isEmpty() ? "(unknown)" : one.keys().get(0);
    }
    String newest = hit.get(hit.size() - 1);
    return hit.size() == 1 ? newest : newest + " (and " + (hit.size() - 1) + " older)";
  }

  private String next(Break one) {
    String root = "s3://" + reading.resolved().location().bucket() + "/";
    String key = one.keys().isEmpty() ? reading.archive().root() : folder(one.keys().get(0));
    return "aws s3 ls --endpoint-url %s %s%s"
        .formatted(reading.resolved().location().endpoint(), root, key);
  }

  private static String folder(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }
}
