package io.drillmaster.barman;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.drillmaster.barman.TimelineHistory.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a timeline history as PostgreSQL does (timeline.c): a line for each ancestor, with its
 * number, the position at which it was left and a reason; {@code #} begins a comment.
 */
final class HistoryFile {
  /** A line has some fifty bytes. */
  static final int MAX_BYTES = 256 << 10;

  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d{1,10})\\s+([0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8})(?:\\s.*)?");

  /**
   * @param problem for people, without a full stop; empty where it was understood
   */
  record Reading(List<Switch> switches, Optional<String> problem) {
    private static Reading problem(String words) {
      return new Reading(List.of(), Optional.of(words));
    }
  }

  private HistoryFile() {}

  static Reading read(long timeline, byte[] packed, Compression compression) {
    Optional<byte[]> content =
        packed.length > MAX_BYTES ? Optional.empty() : compression.unpack(packed, MAX_BYTES);
    return content
        .map(bytes -> lines(timeline, new String(bytes, UTF_8)))
        .orElseGet(() -> Reading.problem("it cannot be unpacked"));
  }

  private static Reading lines(long timeline, String text) {
    List<Switch> switches = new ArrayList<>();
    long before = 0;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      Optional<Lsn> at = matcher.matches() ? Lsn.parse(matcher.group(2)) : Optional.empty();
      if (at.isEmpty()) {
        return Reading.problem("line " + number + " is not understood");
      }
      long from = Long.parseLong(matcher.group(1));
      if (from <= before || from >= timeline) {
        return Reading.problem("the timelines in it do not ascend to its own");
      }
      before = from;
      switches.add(new Switch(from, at.get()));
    }
    return switches.isEmpty()
        ? Reading.problem("it names no ancestor")
        : new Reading(switches, Optional.empty());
  }
}
