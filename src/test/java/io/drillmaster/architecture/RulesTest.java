package io.drillmaster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule sees the house in {@code bad} that breaks it, and names the class that does. */
class RulesTest {
  private static final String BAD = "io.drillmaster.architecture.bad";
  private static final JavaClasses HOUSE = new ClassFileImporter().importPackages(BAD);
  private static final Map<String, List<String>> OFFENDERS = new TreeMap<>();

  static {
    breaks("core knows the JDK only", "CoreWithALibrary", "CoreThatKnowsConfig");
    breaks("core knows few packages", "CoreThatKnowsConfig");
    breaks("config knows few packages", "ConfigThatKnowsKube");
    breaks("s3 knows few packages", "BucketsThatKnowKube");
    breaks("http knows few packages", "HttpThatKnowsKube");
    breaks("kube knows few packages", "KubeThatKnowsAFeature");
    breaks("flow knows few packages", "FlowThatKnowsAFeature");
    breaks("metrics knows few packages", "MetricsThatKnowFlow");
    breaks("alerts knows few packages", "AlertsThatKnowWeb");
    breaks("web knows few packages", "PageThatKnowsAFeature");
    breaks("store knows few packages", "StoreThatKnowsWeb");
    breaks("cli knows few packages", "CommandThatKnowsStore");
    breaks("features know core and boundaries", "JudgeThatCallsThePage", "JudgeThatKnowsTheRoot");
    breaks("features do not know each other", "JudgeOfAnother");
    breaks("nothing knows the root", "JudgeThatKnowsTheRoot");
    breaks("no cycles", "JudgeThatCallsThePage", "PageThatKnowsAFeature");
    breaks("no cycles in core", "CoreInACycle", "CoreBackAgain");
    breaks("fabric8 lives in kube", "JudgeWithFabric8");
    breaks("the AWS SDK lives in s3", "JudgeWithTheAwsSdk");
    breaks("Camel and Vert.x stay at the edge", "JudgeWithCamel", "JudgeWithVertx");
    breaks("the HttpClient lives in flow", "JudgeWithAnHttpClient");
    breaks("JOSE lives in sso", "JudgeWithJose");
    breaks("JDBC lives in store", "JudgeWithJdbc");
    breaks("picocli lives in cli", "JudgeWithPicocli");
    breaks("YAML and JSON Schema live in config", "JudgeWithYaml");
    breaks("micrometer lives in metrics", "JudgeWithMicrometer");
    breaks("templates live in web", "JudgeWithTemplates");
    breaks("Jackson has few homes", "JudgeWithJackson");
    breaks("nobody sleeps", "Sleeper", "SleeperByUnit");
    breaks("time comes from a clock", "WallClock");
    breaks("threads have names", "NamelessThread", "NamelessPool");
    breaks("nobody prints", "Printer");
    breaks("only the root ends the process", "Ender");
    breaks("one way to log", "JudgeWithAnotherLog");
    breaks("constructors are short", "ManyParts");
    breaks("names say something", "ThingManager", "AbstractThing");
  }

  private static void breaks(String rule, String... offenders) {
    OFFENDERS.put(rule, List.of(offenders));
  }

  static Stream<String> rules() {
    return new Rules(BAD).all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleNamesWhoBreaksIt(String name) {
    EvaluationResult result = new Rules(BAD).all().get(name).evaluate(HOUSE);
    assertThat(OFFENDERS).containsKey(name);
    String report = String.join("\n", result.getFailureReport().getDetails());
    assertThat(report).contains(OFFENDERS.get(name));
    List<String> wronged =
        HOUSE.stream()
            .map(item -> item.getSimpleName())
            .filter(item -> !OFFENDERS.get(name).contains(item))
            .filter(
                item ->
                    report
                        .lines()
                        .anyMatch(
                            line ->
                                line.matches(
                                    ".*<\\S*\\." + item + "[.>].* (depends|calls|has type|is).*")))
            .toList();
    assertThat(wronged).as("blamed without reason").isEmpty();
  }

  @Test
  void everyRuleGivesItsReason() {
    assertThat(new Rules(BAD).all().values())
        .allSatisfy(rule -> assertThat(rule.getDescription()).contains(", because "));
  }
}
