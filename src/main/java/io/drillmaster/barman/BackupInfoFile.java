package io.drillmaster.barman;

import io.drillmaster.barman.BackupInfo.Point;
import io.drillmaster.barman.BaseBackup.Problem;
import io.drillmaster.barman.BaseBackup.State;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code backup.info} as barman (3.17, infofile.py) writes it: a line {@code key=value} for
 * every field it knows, in the order of the keys, each with a line feed at its end.
 */
final class BackupInfoFile {
  /** barman writes one to a few kilobytes. */
  static final int MAX_BYTES = 512 << 10;

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern STATUS = Pattern.compile("[A-Z_]{1,32}");

  /**
   * @param problem why it is UNREADABLE; empty otherwise
   */
  record Reading(State state, Optional<BackupInfo> info, Optional<Problem> problem) {}

  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    private UnreadableException(String sentence, String expected, String observed) {
      super(sentence);
      this.problem = new Problem(sentence, expected, observed);
    }
  }

  private BackupInfoFile() {}

  /**
   * @param content up to one byte more than {@link #MAX_BYTES}
   */
  static Reading read(byte[] content) {
    try {
      BackupFields fields = new BackupFields(fields(text(content)));
      BackupInfo info = info(fields);
      State state = state(info.status());
      if (state == State.DONE) {
        requireWhatARecoveryNeeds(fields, info);
      }
      return new Reading(state, Optional.of(info), Optional.empty());
    } catch (UnreadableException e) {
      return new Reading(State.UNREADABLE, Optional.empty(), Optional.of(e.problem));
    }
  }

  private static String text(byte[] content) throws UnreadableException {
    if (content.length > MAX_BYTES) {
      throw new UnreadableException(
          "it is far too long", "a few kilobytes", "more than " + (MAX_BYTES >> 10) + " KiB");
    }
    if (content.length == 0) {
      throw new UnreadableException("it is empty", "lines of key=value", "0 bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t')) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // said below, as for control characters
    }
    throw new UnreadableException(
        "it is no text", "lines of key=value", content.length + " bytes that are no text");
  }

  private static Map<String, String> fields(String text) throws UnreadableException {
    if (!text.endsWith("\n")) {
      throw new UnreadableException(
          "it is cut off", "a line feed at its end", text.length() + " characters without one");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int split = line.indexOf('=');
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (split < 0 || !KEY.matcher(line.substring(0, split).strip()).matches()) {
        throw new UnreadableException(
            "line " + number + " is not understood", "key=value", "something else");
      }
      String key = line.substring(0, split).strip();
      if (fields.put(key, line.substring(split + 1).strip()) != null) {
        throw new UnreadableException(
            "it says " + key + " twice", "each key once", key + " again in line " + number);
      }
    }
    return fields;
  }

  private static BackupInfo info(BackupFields fields) throws UnreadableException {
    String status =
        fields
            .text("status")
            .orElseThrow(
                () ->
                    new UnreadableException(
                        "it has no status, so it may be cut off",
                        "status=DONE or status=FAILED",
                        fields.count() + " keys without status"));
    return new BackupInfo(
        status,
        new Point(fields.time("begin_time"), fields.wal("begin_wal"), fields.lsn("begin_xlog")),
        new Point(fields.time("end_time"), fields.wal("end_wal"), fields.lsn("end_xlog")),
        fields.number("timeline"),
        fields.text("systemid"),
        fields.number("xlog_segment_size").flatMap(SegmentSize::of),
        fields.tablespaces().orElse(List.of()),
        fields.number("version").map(Long::intValue),
        fields.text("error"),
        fields.text("snapshots_info").isPresent());
  }

  private static State state(String status) throws UnreadableException {
    return switch (status) {
      case "DONE", "WAITING_FOR_WALS" -> State.DONE;
      case "FAILED" -> State.FAILED;
      case "EMPTY", "STARTED", "SYNCING" -> State.RUNNING;
      default ->
          throw new UnreadableException(
              "its status is none that barman has",
              "status=DONE or status=FAILED",
              STATUS.matcher(status).matches() ? "status=" + status : "another text");
    };
  }

  private static void requireWhatARecoveryNeeds(BackupFields fields, BackupInfo info)
      throws UnreadableException {
    Map<String, Boolean> understood = new LinkedHashMap<>();
    understood.put("begin_time", info.begin().time().isPresent());
    understood.put("begin_wal", info.begin().wal().isPresent());
    understood.put("begin_xlog", info.begin().lsn().isPresent());
    understood.put("end_time", info.end().time().isPresent());
    understood.put("end_wal", info.end().wal().isPresent());
    understood.put("end_xlog", info.end().lsn().isPresent());
    understood.put("tablespaces", fields.tablespaces().isPresent());
    understood.put("timeline", info.timeline().isPresent());
    understood.put("xlog_segment_size", info.segmentSize().isPresent());
    List<String> bad = understood.keySet().stream().filter(key -> !understood.get(key)).toList();
    if (!bad.isEmpty()) {
      boolean absent = bad.stream().allMatch(key -> fields.text(key).isEmpty());
      throw new UnreadableException(
          absent
              ? "it says DONE without what a recovery needs, so it may be cut off"
              : "what it says of a finished backup is not understood",
          "valid " + String.join(", ", bad),
          absent ? "none of them" : "other values");
    }
    if (info.begin().lsn().orElseThrow().compareTo(info.end().lsn().orElseThrow()) > 0) {
      throw new UnreadableException(
          "it ends before it begins", "begin_xlog before end_xlog", "the other way round");
    }
  }
}
