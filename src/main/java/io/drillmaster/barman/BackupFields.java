package io.drillmaster.barman;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a {@code backup.info}; {@code None} and a value of another form are empty. */
record BackupFields(Map<String, String> values) {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[ T](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)([+-]\\d{2}:?\\d{2})?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  int count() {
    return values.size();
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key))
        .filter(value -> !value.isEmpty() && !value.equals("None"));
  }

  Optional<Long> number(String key) {
    return text(key).filter(value -> NUMBER.matcher(value).matches()).map(Long::valueOf);
  }

  Optional<WalName> wal(String key) {
    return text(key).flatMap(WalName::parse);
  }

  Optional<Lsn> lsn(String key) {
    return text(key).flatMap(Lsn::parse);
  }

  /** As {@code str()} of a Python datetime: {@code 2026-11-22 21:23:30.455140+00:00}. */
  Optional<Instant> time(String key) {
    return text(key).flatMap(BackupFields::instant);
  }

  private static Optional<Instant> instant(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local = LocalDateTime.parse(matcher.group(1) + "T" + matcher.group(2));
      ZoneOffset offset =
          Optional.ofNullable(matcher.group(3)).map(ZoneOffset::of).orElse(ZoneOffset.UTC);
      return Optional.of(local.toInstant(offset));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * OIDs of {@code [('fast', 16387, '/srv/fast')]}: a tuple of name, OID and path for each. None
   * where there are none; empty where the value is of another form.
   */
  Optional<List<Long>> tablespaces() {
    Optional<String> text = text("tablespaces");
    if (text.isEmpty()) {
      return Optional.of(List.of());
    }
    Optional<Object> literal = text.flatMap(PythonLiteral::parse);
    if (literal.isEmpty() || !(literal.get() instanceof List<?> tuples)) {
      return Optional.empty();
    }
    List<Long> oids = new ArrayList<>();
    for (Object tuple : tuples) {
      if (tuple instanceof List<?> parts && parts.size() >= 2 && parts.get(1) instanceof Long oid) {
        oids.add(oid);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(oids);
  }
}
