package io.drillmaster.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Habits that hold in every package.
 *
 * @param root the package that holds the house
 */
record HabitRules(String root) {
  private static final int CONSTRUCTOR_PARAMETERS = 5;

  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("nobody sleeps", nobodySleeps());
    rules.put("time comes from a clock", timeComesFromAClock());
    rules.put("threads have names", threadsHaveNames());
    rules.put("nobody prints", nobodyPrints());
    rules.put("only the root ends the process", onlyTheRootEndsTheProcess());
    rules.put("one way to log", oneWayToLog());
    rules.put("constructors are short", constructorsAreShort());
    rules.put("names say something", namesSaySomething());
    return rules;
  }

  /** {@code KubeHttp} pauses once before it repeats a read: there is no event to wait for. */
  private ArchRule nobodySleeps() {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(root + ".kube.KubeHttp")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class)
        .because("whoever waits, waits for an event, with a limit");
  }

  private ArchRule timeComesFromAClock() {
    return noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("what depends on time is tested with a time of our own");
  }

  private ArchRule threadsHaveNames() {
    return noClasses()
        .should()
        .callConstructor(Thread.class)
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .callMethod(Executors.class, "newCachedThreadPool")
        .orShould()
        .callMethod(Executors.class, "newFixedThreadPool", int.class)
        .orShould()
        .callMethod(Executors.class, "newSingleThreadExecutor")
        .orShould()
        .callMethod(Executors.class, "newSingleThreadScheduledExecutor")
        .orShould()
        .callMethod(Executors.class, "newScheduledThreadPool", int.class)
        .orShould()
        .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
        .orShould()
        .callMethod(CompletableFuture.class, "supplyAsync", java.util.function.Supplier.class)
        .because("a thread dump of a daemon that hangs must be readable");
  }

  private ArchRule nobodyPrints() {
    return noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .because(
            "a daemon speaks through its log, its API and its metrics; commands have a writer");
  }

  private ArchRule onlyTheRootEndsTheProcess() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root)
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .because("several daemons may live in one process, as they do in the tests");
  }

  private ArchRule oneWayToLog() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..", "org.apache.commons.logging..", "ch.qos.logback..")
        .because("there is one log: slf4j, and System.Logger in core, which ends there");
  }

  private ArchRule constructorsAreShort() {
    return classes()
        .that()
        .areNotRecords()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .should(Conditions.haveConstructorsOfAtMost(CONSTRUCTOR_PARAMETERS))
        .because("a class that needs six parts does several things");
  }

  /** A base backup is a thing of its own in PostgreSQL, not the base of a class. */
  private ArchRule namesSaySomething() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)")
        .orShould()
        .haveNameMatching(".*\\.(Abstract|Base(?!Backup))[A-Z].*")
        .because("such a name says that nobody knows what the class is for");
  }
}
