package io.drillmaster.secrets;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Judges each ExternalSecret and each store (external-secrets.io/v1, External Secrets 2.9) by its
 * status, by the Events about it where that says too little, and by the Secret that it makes.
 */
public final class ExternalSecretsProbe implements Probe<Watched> {
  static final String NAME = "external-secrets";

  /** When the operator last read the values from their store. */
  public static final Measure REFRESHED =
      new Measure(
          "secret_refresh_timestamp_seconds",
          "When the values were last read from their store, in Unix seconds.");

  /** How old that may become. */
  public static final Measure REFRESH_OBJECTIVE =
      new Measure(
          "secret_refresh_objective_seconds",
          "How long ago the values may have been read before that is overdue, in seconds.");

  private final KubeCluster cluster;
  private final Thresholds thresholds;
  private final SecretQuestions secrets = new SecretQuestions();

  public ExternalSecretsProbe(KubeCluster cluster, ProbeSettings settings) {
    this.cluster = cluster;
    this.thresholds = Thresholds.of(settings);
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * Begins a round: each object is a target, and so is each store that is only named. Stores that
   * nothing reads from prove nothing, so that without ExternalSecrets there is nothing to judge.
   *
   * @param objects ExternalSecrets, SecretStores and ClusterSecretStores, each with its {@code
   *     kind}
   */
  public Discovery<Watched> discover(List<Resource> objects) {
    List<ExternalSecret> found =
        objects.stream().filter(ExternalSecretsProbe::isSecret).map(ExternalSecret::new).toList();
    if (found.isEmpty()) {
      return new Discovery<>(this, "ExternalSecrets", List.of());
    }
    Stores stores =
        new Stores(objects.stream().filter(object -> !isSecret(object)).toList(), found);
    Stream<Subject<Watched>> watched =
        Stream.concat(
            found.stream().map(s -> new Subject<>(target(s), new Watched.Secret(s, stores))),
            stores.all().stream()
                .map(
                    ref ->
                        new Subject<>(ref.target(cluster.name()), new Watched.Store(ref, stores))));
    return new Discovery<>(this, "ExternalSecrets and stores", watched.toList());
  }

  private static boolean isSecret(Resource object) {
    return object.string("kind").equals(Optional.of("ExternalSecret"));
  }

  private Target target(ExternalSecret secret) {
    return new Target(cluster.name(), NAME, secret.namespace(), secret.name());
  }

  @Override
  public Judgement judge(Subject<Watched> subject, ProbeContext context) {
    Judgement.Builder answer = new Judgement.Builder();
    if (subject.state() instanceof Watched.Store store) {
      StoreQuestions questions = new StoreQuestions(cluster, store.stores(), thresholds, context);
      ask(
          answer,
          store.ref().what(),
          store.ref().describe(cluster.kubectl()),
          "ready",
          () -> Optional.of(questions.ready(store.ref())));
    } else if (subject.state() instanceof Watched.Secret secret) {
      judge(answer, new Case(cluster, secret.secret(), secret.stores(), thresholds, context));
    }
    return answer.build();
  }

  private void judge(Judgement.Builder answer, Case asked) {
    SyncQuestions sync = new SyncQuestions(asked);
    ask(answer, asked, "synced", () -> Optional.of(sync.synced()));
    ask(answer, asked, "retry", sync::retry);
    ask(answer, asked, "refresh", new RefreshQuestions(asked)::refresh);
    ask(answer, asked, "store", () -> store(asked));
    ask(answer, asked, "secret", () -> secrets.exists(asked));
    measure(answer, asked);
  }

  /** {@code store}: whether it could be synced again; empty where generators make it all. */
  private static Optional<Check> store(Case asked) {
    List<StoreRef> stores = asked.secret().stores();
    if (stores.isEmpty()) {
      return Optional.empty();
    }
    String names = String.join(", ", stores.stream().map(StoreRef::what).toList());
    return Optional.of(
        asked
            .storeTrouble()
            .map(finding -> Check.failed("store", finding))
            .orElseGet(() -> Check.passed("store", names + ", ready", "ready")));
  }

  private static void ask(
      Judgement.Builder answer, Case asked, String name, Supplier<Optional<Check>> question) {
    ask(
        answer,
        asked.what(),
        asked.command("get externalsecret " + asked.secret().name() + " -o yaml"),
        name,
        question);
  }

  /** Asks one question; what makes an answer impossible becomes the answer. */
  private static void ask(
      Judgement.Builder answer,
      String what,
      String next,
      String name,
      Supplier<Optional<Check>> question) {
    try {
      question.get().ifPresent(answer::add);
    } catch (OddFieldException e) {
      answer.failed(name, odd(e, what).next(next));
    } catch (CouldNotLookException e) {
      answer.failed(name, e.finding());
    }
  }

  private static Finding odd(OddFieldException e, String what) {
    return Finding.unknown(
            "odd-field",
            "%s cannot be judged: its field %s is not %s.".formatted(what, e.path(), e.expected()))
        .expected(e.path() + " is " + e.expected())
        .observed("something else")
        .runbook("docs/runbooks/CannotLook.md");
  }

  private void measure(Judgement.Builder answer, Case asked) {
    try {
      asked.refreshedAt().ifPresent(at -> answer.measured(REFRESHED.of(at)));
      if (asked.secret().policy().equals("Periodic") && !asked.secret().interval().isZero()) {
        answer.measured(REFRESH_OBJECTIVE.of(asked.secret().interval().plus(thresholds.grace())));
      }
    } catch (OddFieldException e) {
      asked.context().note("not measured: " + e.getMessage());
    }
  }
}
