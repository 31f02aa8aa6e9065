package io.drillmaster.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the header {@code Accept} asks for (RFC 9110, 12.5.1). */
final class Accept {
  private static final int MAX_LENGTH = 2000;
  private static final Pattern RANGE =
      Pattern.compile("([a-z0-9!#$&^_.+-]+|\\*)/([a-z0-9!#$&^_.+-]+|\\*)");
  private static final Pattern QUALITY = Pattern.compile("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

  private record Range(String type, String subtype, double quality) {
    boolean covers(String mediaType) {
      return (type.equals("*") && subtype.equals("*"))
          || (mediaType.startsWith(type + "/")
              && (subtype.equals("*") || mediaType.equals(type + "/" + subtype)));
    }

    int precision() {
      return (type.equals("*") ? 0 : 1) + (subtype.equals("*") ? 0 : 1);
    }
  }

  private record Offer(String mediaType, double quality, int precision) {}

  private final List<Range> ranges = new ArrayList<>();

  private Accept(String header) {
    if (header.length() > MAX_LENGTH) {
      return;
    }
    for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      add(part.strip().split("\\s*;\\s*", -1));
    }
  }

  /**
   * @param headers every header of that name, in their order; none means that anything will do
   */
  static Accept of(List<String> headers) {
    String all = String.join(",", headers);
    return new Accept(all.isBlank() ? "*/*" : all);
  }

  private void add(String[] parts) {
    Matcher range = RANGE.matcher(parts[0]);
    if (!range.matches()) {
      return;
    }
    double quality = 1;
    for (int i = 1; i < parts.length; i++) {
      Matcher q = QUALITY.matcher(parts[i]);
      if (q.matches()) {
        quality = Double.parseDouble(q.group(1));
      }
    }
    ranges.add(new Range(range.group(1), range.group(2), quality));
  }

  /**
   * @param offered media types that can be had, the preferred one first
   * @return the best of them: the highest quality, then the one that is named most precisely, then
   *     the first; empty where none is accepted
   */
  Optional<String> best(List<String> offered) {
    return offered.stream()
        .map(this::offer)
        .filter(offer -> offer.quality() > 0)
        .sorted(
            Comparator.comparingDouble(Offer::quality)
                .thenComparingInt(Offer::precision)
                .reversed())
        .map(Offer::mediaType)
        .findFirst();
  }

  private Offer offer(String mediaType) {
    return ranges.stream()
        .filter(range -> range.covers(mediaType))
        .max(Comparator.comparingInt(Range::precision))
        .map(range -> new Offer(mediaType, range.quality(), range.precision()))
        .orElse(new Offer(mediaType, 0, 0));
  }
}
