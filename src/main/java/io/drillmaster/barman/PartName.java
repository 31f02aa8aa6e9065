package io.drillmaster.barman;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a part of a base backup (barman 3.17, cloud.py): {@code data.tar.gz} for the data
 * folder, {@code 16387.tar.gz} for a tablespace, and {@code data_0001.tar.gz} where that one became
 * too long.
 *
 * @param stem {@code data} or the OID of a tablespace
 * @param number 0 for the first
 */
record PartName(String stem, int number) {
  /** The stem of the data folder. */
  static final String DATA = "data";

  private static final Pattern TEXT =
      Pattern.compile("(data|\\d{1,10})(?:_(\\d{4,8}))?\\.tar(\\.[a-z0-9]{1,8})?");

  static boolean isOne(String text) {
    return TEXT.matcher(text).matches();
  }

  static Optional<PartName> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PartName(
                matcher.group(1),
                Integer.parseInt(Optional.ofNullable(matcher.group(2)).orElse("0"))))
        : Optional.empty();
  }

  /** Without the suffix of a compression. */
  @Override
  public String toString() {
    return (number == 0 ? stem : "%s_%04d".formatted(stem, number)) + ".tar";
  }
}
