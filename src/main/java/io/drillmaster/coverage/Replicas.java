package io.drillmaster.coverage;

import io.drillmaster.kube.Resource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A StatefulSet (apps/v1) and the claims that are its own. */
record Replicas(Resource resource, List<Claim> claims) {
  /**
   * @param all claims of the cluster
   */
  static Replicas of(Resource set, List<Claim> all) {
    Pattern names = names(set);
    return new Replicas(
        set,
        all.stream()
            .filter(claim -> claim.namespace().equals(set.namespace()))
            .filter(claim -> names.matcher(claim.name()).matches())
            .toList());
  }

  /** Those of its templates, {@code <template>-<set>-<ordinal>}, and those it mounts by name. */
  private static Pattern names(Resource set) {
    Stream<String> ofTemplates =
        set.list("spec.volumeClaimTemplates").stream()
            .flatMap(template -> template.string("metadata.name").stream())
            .map(template -> Pattern.quote(template + "-" + set.name() + "-") + "\\d+");
    Stream<String> mounted =
        set.list("spec.template.spec.volumes").stream()
            .flatMap(volume -> claimName(volume).stream())
            .map(Pattern::quote);
    return Pattern.compile(Stream.concat(ofTemplates, mounted).collect(Collectors.joining("|")));
  }

  private static Optional<String> claimName(Resource volume) {
    return volume.object("persistentVolumeClaim").isPresent()
        ? volume.string("persistentVolumeClaim.claimName")
        : Optional.empty();
  }

  String key() {
    return resource.namespace() + "/" + resource.name();
  }
}
