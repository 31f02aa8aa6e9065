package io.drillmaster.coverage;

import io.drillmaster.kube.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry of {@code probes.coverage.exclude}: everything that fits all of its conditions is left
 * out.
 *
 * @param where in the configuration it stands
 * @param cluster that it is meant for; empty for every one
 * @param storageClass empty where any will do; otherwise only claims can fit
 */
record Exclusion(
    LeftOut leftOut,
    Optional<String> cluster,
    Pattern namespace,
    Pattern name,
    Optional<Pattern> storageClass) {
  /**
   * @param position in the list
   * @param settings {@code reason}, {@code cluster}, {@code namespaces}, {@code names} and {@code
   *     storageClasses} as the schema declares them
   */
  static Exclusion of(int position, Map<String, Object> settings) {
    return new Exclusion(
        new LeftOut(
            String.valueOf(settings.get("reason")), "probes.coverage.exclude[" + position + "]"),
        Optional.ofNullable(settings.get("cluster")).map(Object::toString),
        glob(settings, "namespaces").orElseThrow(),
        glob(settings, "names").orElse(Pattern.compile(".*")),
        glob(settings, "storageClasses"));
  }

  private static Optional<Pattern> glob(Map<String, Object> settings, String key) {
    if (!(settings.get(key) instanceof List<?> globs) || globs.isEmpty()) {
      return Optional.empty();
    }
    String regex = globs.stream().map(Exclusion::regex).collect(Collectors.joining("|"));
    return Optional.of(Pattern.compile(regex));
  }

  /** {@code *} is any number of characters, {@code ?} is one. */
  private static String regex(Object glob) {
    return Stream.of(glob.toString().split("(?<=[*?])|(?=[*?])"))
        .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
        .collect(Collectors.joining());
  }

  boolean fits(Resource object) {
    return namespace.matcher(object.namespace()).matches()
        && name.matcher(object.name()).matches()
        && storageClass.map(pattern -> fits(pattern, object)).orElse(true);
  }

  private static boolean fits(Pattern pattern, Resource object) {
    return object
        .string("spec.storageClassName")
        .filter(found -> pattern.matcher(found).matches())
        .isPresent();
  }
}
