package io.drillmaster;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.drillmaster.architecture.bad.core.CoreThatKnowsALibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom, and why. */
@AnalyzeClasses(packages = "io.drillmaster", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {
  private static final String[] FEATURES = {
    "..drillmaster.volsync..",
    "..drillmaster.restic..",
    "..drillmaster.objectstore..",
    "..drillmaster.verify.."
  };
  private static final int LINES = 250;

  /** What the daemon is made of: neither tests nor the lab. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return location.contains("/target/classes/");
    }
  }

  @ArchTest
  static final ArchRule CORE_KNOWS_THE_JDK_ONLY = coreKnowsTheJdkOnly("io.drillmaster.core..");

  private static ArchRule coreKnowsTheJdkOnly(String core) {
    return classes()
        .that()
        .resideInAPackage(core)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", core)
        .because("the domain can be read, tested and trusted by itself");
  }

  @ArchTest
  static final ArchRule KUBERNETES_HAS_ONE_BOUNDARY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.drillmaster.kube..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..")
          .because("what a Kubernetes failure means is decided in one place");

  @ArchTest
  static final ArchRule OBJECT_STORES_HAVE_ONE_BOUNDARY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.drillmaster.s3..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..")
          .because("what an S3 failure means is decided in one place");

  @ArchTest
  static final ArchRule CAMEL_STAYS_AT_THE_EDGE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.drillmaster",
              "io.drillmaster.flow..",
              "io.drillmaster.web..",
              "io.drillmaster.alerts..",
              "io.drillmaster.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.camel..", "io.vertx..")
          .because("probes and drills are judged without a router around them");

  @ArchTest
  static final ArchRule THE_STORE_IS_KNOWN_BY_THE_ROOT_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.drillmaster", "io.drillmaster.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.h2..", "org.flywaydb..", "java.sql..", "io.drillmaster.store..")
          .because("where runs and results are kept can change without anybody noticing");

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_COMPOSITION_ROOT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.drillmaster")
          .should()
          .dependOnClassesThat(resideInAPackage("io.drillmaster"))
          .because("one place wires things, and nothing reaches back into it");

  @ArchTest
  static final ArchRule FEATURES_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("io.drillmaster.(volsync|objectstore|verify)..")
          .should()
          .notDependOnEachOther()
          .because("a probe is added or removed without touching another");

  @ArchTest
  static final ArchRule FEATURES_KNOW_CORE_AND_BOUNDARIES_ONLY =
      noClasses()
          .that()
          .resideInAnyPackage(FEATURES)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.drillmaster..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.drillmaster.core..",
                              "io.drillmaster.config..",
                              "io.drillmaster.kube..",
                              "io.drillmaster.s3..",
                              "io.drillmaster.restic..",
                              "io.drillmaster.volsync..",
                              "io.drillmaster.objectstore..",
                              "io.drillmaster.verify.."))))
          .because("metrics, page and alerts listen to results; probes never call them");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("io.drillmaster.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a package that needs itself through another cannot be understood alone");

  @ArchTest
  static final ArchRule NOBODY_WAITS_BY_THE_CLOCK =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .because("whoever waits, waits for an event, with a limit");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_PRINT =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.drillmaster.cli..", "io.drillmaster")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("a daemon speaks through its log, its API and its metrics");

  @ArchTest
  static final ArchRule CONSTRUCTORS_ARE_SHORT =
      classes()
          .that()
          .areNotRecords()
          .and()
          .areNotEnums()
          .and()
          .areNotAnonymousClasses()
          .should(haveFewConstructorParameters())
          .because("a class that needs six parts does several things");

  private static ArchCondition<com.tngtech.archunit.core.domain.JavaClass>
      haveFewConstructorParameters() {
    return new ArchCondition<>("have at most five constructor parameters") {
      @Override
      public void check(com.tngtech.archunit.core.domain.JavaClass item, ConditionEvents events) {
        for (JavaConstructor constructor : item.getConstructors()) {
          if (constructor.getRawParameterTypes().size() > 5) {
            events.add(SimpleConditionEvent.violated(item, constructor.getFullName()));
          }
        }
      }
    };
  }

  @Test
  void aRuleThatIsBrokenIsSeen() {
    JavaClasses bad = new ClassFileImporter().importClasses(CoreThatKnowsALibrary.class);
    ArchRule rule = coreKnowsTheJdkOnly("io.drillmaster.architecture.bad.core..");
    assertThat(rule.evaluate(bad).hasViolation()).isTrue();
  }

  @Test
  void noClassIsLongerThanAReaderCanFollow() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> tooLong =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> lines(f) > LINES)
              .map(f -> f + ": " + lines(f))
              .toList();
      assertThat(tooLong).isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
