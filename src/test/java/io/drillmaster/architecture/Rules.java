package io.drillmaster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who may know whom, and why. Every package below the root that is not named here is a feature: a
 * thing that is watched or done.
 *
 * @param root the package that holds the house
 */
public record Rules(String root) {
  /** What each package of the house may know of the others; features have a rule of their own. */
  private static final Map<String, List<String>> HOUSE =
      Map.ofEntries(
          Map.entry("core", List.of()),
          Map.entry("config", List.of("core")),
          Map.entry("s3", List.of("core")),
          Map.entry("http", List.of("core")),
          Map.entry("kube", List.of("core", "config")),
          Map.entry("flow", List.of("core", "config", "kube", "s3", "http")),
          Map.entry("metrics", List.of("core")),
          Map.entry("alerts", List.of("core", "config")),
          Map.entry("web", List.of("core", "config")),
          Map.entry("store", List.of("core", "config")),
          Map.entry("cli", List.of("core", "config")));

  /** What a feature may know of another: the format that it reads. */
  private static final Map<String, String> FORMATS = Map.of("volsync", "restic", "cnpg", "barman");

  /** Every rule by its name. */
  public Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("core knows the JDK only", coreKnowsTheJdkOnly());
    rules.putAll(houseRules());
    rules.put("features know core and boundaries", featuresKnowCoreAndBoundaries());
    rules.put("features do not know each other", featuresDoNotKnowEachOther());
    rules.put("nothing knows the root", nothingKnowsTheRoot());
    rules.put("no cycles", noCyclesBetweenPackages());
    rules.put("no cycles in core", noCyclesInCore());
    rules.putAll(homesOfLibraries());
    rules.putAll(new HabitRules(root).all());
    return rules;
  }

  private String[] in(String... packages) {
    return Stream.of(packages).map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  private ArchRule coreKnowsTheJdkOnly() {
    return classes()
        .that()
        .resideInAnyPackage(in("core"))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(in("core")).or(resideInAnyPackage("java..")))
        .because("the domain can be read, tested and trusted by itself");
  }

  private Map<String, ArchRule> houseRules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    HOUSE.forEach(
        (name, known) -> {
          Stream<String> allowed = Stream.concat(Stream.of(name), known.stream());
          rules.put(
              name + " knows few packages",
              noClasses()
                  .that()
                  .resideInAnyPackage(in(name))
                  .should()
                  .dependOnClassesThat(
                      ours().and(not(resideInAnyPackage(in(allowed.toArray(String[]::new))))))
                  .allowEmptyShould(true)
                  .because(
                      "a probe or a drill is added without touching "
                          + name
                          + ", and whoever listens to results is never called by what makes them"));
        });
    return rules;
  }

  private DescribedPredicate<JavaClass> ours() {
    return resideInAnyPackage(root + "..");
  }

  private DescribedPredicate<JavaClass> isOfAFeature() {
    return DescribedPredicate.describe("belong to a feature", this::isOfAFeature);
  }

  private boolean isOfAFeature(JavaClass item) {
    String feature = feature(item);
    return !feature.isEmpty() && !HOUSE.containsKey(feature);
  }

  /** The first package below the root; empty for the root itself and for what is not ours. */
  private String feature(JavaClass item) {
    String name = item.getPackageName();
    return name.startsWith(root + ".") ? name.substring(root.length() + 1).split("\\.")[0] : "";
  }

  private ArchRule featuresKnowCoreAndBoundaries() {
    return noClasses()
        .that(isOfAFeature())
        .should()
        .dependOnClassesThat(
            ours()
                .and(not(resideInAnyPackage(in("core", "config", "kube", "s3", "http"))))
                .and(not(isOfAFeature())))
        .because("metrics, page and alerts listen to results; probes and drills never call them");
  }

  private ArchRule featuresDoNotKnowEachOther() {
    return classes()
        .that(isOfAFeature())
        .should(
            Conditions.forEachDependency(
                "know no other feature",
                (from, to) ->
                    !isOfAFeature(to)
                        || feature(from).equals(feature(to))
                        || feature(to).equals(FORMATS.get(feature(from)))))
        .because("a probe is added or removed without touching another");
  }

  private ArchRule nothingKnowsTheRoot() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root)
        .because("one place wires things, and nothing reaches back into it");
  }

  private ArchRule noCyclesBetweenPackages() {
    return noCycles("(*)")
        .because("a package that needs itself through another cannot be understood alone");
  }

  /** Evidence is the record of a run and made by it, so these two are one. */
  private ArchRule noCyclesInCore() {
    return noCycles("core.(*)")
        .ignoreDependency(
            resideInAnyPackage(in("core.evidence")), resideInAnyPackage(in("core.run")))
        .because("a package that needs itself through another cannot be understood alone");
  }

  private SliceRule noCycles(String pattern) {
    return slices().matching(root + "." + pattern + "..").should().beFreeOfCycles();
  }

  private Map<String, ArchRule> homesOfLibraries() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "fabric8 lives in kube",
        home(
            "what a Kubernetes failure means is decided in one place",
            List.of("kube"),
            "io.fabric8.."));
    rules.put(
        "the AWS SDK lives in s3",
        home(
            "what an S3 failure means is decided in one place",
            List.of("s3"),
            "software.amazon.."));
    rules.put(
        "Camel and Vert.x stay at the edge",
        home(
            "probes and drills are judged without a router around them",
            List.of("flow", "web", "alerts", "metrics"),
            "org.apache.camel..",
            "io.vertx.."));
    rules.put(
        "the HttpClient lives in flow",
        home(
            "no request is made beside camel-http and its limits",
            List.of("flow"),
            "org.apache.hc..",
            "org.apache.http..",
            "java.net.http.."));
    rules.put(
        "JOSE lives in sso",
        home("what makes a token good is decided in one place", List.of("sso"), "com.nimbusds.."));
    rules.put(
        "JDBC lives in store",
        home(
            "where runs and results are kept can change without anybody noticing",
            List.of("store"),
            "java.sql..",
            "javax.sql..",
            "org.h2..",
            "org.flywaydb.."));
    rules.put(
        "picocli lives in cli",
        home("the daemon starts without a command line, too", List.of("cli"), "picocli.."));
    rules.put(
        "YAML and JSON Schema live in config",
        home(
            "what is wrong with a file is said in one style",
            List.of("config"),
            "org.yaml..",
            "com.networknt..",
            "com.fasterxml.jackson.dataformat.yaml.."));
    rules.put(
        "micrometer lives in metrics",
        home("the names of metrics are a contract", List.of("metrics"), "io.micrometer.."));
    rules.put(
        "templates live in web",
        home("text, page and JSON come from one model", List.of("web"), "io.pebbletemplates.."));
    rules.put(
        "Jackson has few homes",
        home(
            "what is judged is values, not trees of JSON",
            List.of("config", "kube", "http", "store", "web"),
            "com.fasterxml.jackson.."));
    return rules;
  }

  private ArchRule home(String reason, List<String> homes, String... library) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".*..")
        .and()
        .resideOutsideOfPackages(in(homes.toArray(String[]::new)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .because(reason);
  }
}
