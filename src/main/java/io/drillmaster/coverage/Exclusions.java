package io.drillmaster.coverage;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.kube.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is left out on purpose in one cluster: by the configuration, or by an annotation. */
final class Exclusions {
  /** Its value is {@link #NOT_NEEDED}; with it nothing else is expected of a backup. */
  static final String ANNOTATION = "drillmaster.dev/backup";

  /** Why, in words for people; may be missing. */
  static final String REASON = "drillmaster.dev/backup-reason";

  static final String NOT_NEEDED = "not-needed";

  private final List<Exclusion> rules;

  Exclusions(ProbeSettings settings, String cluster) {
    List<Exclusion> all = new ArrayList<>();
    settings.entries("exclude").forEach(entry -> all.add(Exclusion.of(all.size(), entry)));
    rules = all.stream().filter(rule -> rule.cluster().map(cluster::equals).orElse(true)).toList();
  }

  Optional<LeftOut> of(Resource object) {
    Optional<String> annotation = object.annotation(ANNOTATION);
    if (annotation.equals(Optional.of(NOT_NEEDED))) {
      String reason = object.annotation(REASON).filter(r -> !r.isBlank()).orElse("not needed");
      return Optional.of(new LeftOut(reason, "the annotation " + ANNOTATION));
    }
    return rules.stream().filter(rule -> rule.fits(object)).findFirst().map(Exclusion::leftOut);
  }

  /** An annotation that leaves nothing out, because its value is another than it should be. */
  static boolean isMistaken(Resource object) {
    return object.annotation(ANNOTATION).filter(value -> !value.equals(NOT_NEEDED)).isPresent();
  }

  /**
   * The rules for this cluster, by its name, that fit none of the objects. A rule for every cluster
   * may be meant for another.
   */
  List<Exclusion> unused(Collection<Resource> objects) {
    return rules.stream()
        .filter(rule -> rule.cluster().isPresent())
        .filter(rule -> objects.stream().noneMatch(rule::fits))
        .toList();
  }
}
