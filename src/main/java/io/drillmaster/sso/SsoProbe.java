package io.drillmaster.sso;

import io.drillmaster.config.Between;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.SsoConfig;
import io.drillmaster.config.SsoConfig.Application;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.http.Http;
import io.drillmaster.http.TlsHandshake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges the Authentik of the configuration, and each of its applications as the clients of that
 * application meet it. Each is a target, as it is seen from one cluster.
 */
public final class SsoProbe implements Probe<SsoProbe.Watched> {
  /** How long discovery took. */
  public static final Measure DISCOVERY =
      new Measure("sso_discovery_seconds", "How long the discovery document took, in seconds.");

  /** When the certificate expires. */
  public static final Measure NOT_AFTER =
      new Measure(
          "sso_certificate_expiry_timestamp_seconds",
          "When the first certificate in the chain of the sign-on service expires, in Unix seconds.");

  private final ClusterConfig cluster;
  private final Optional<SsoConfig> sso;
  private final ServerQuestions server;
  private final ApplicationQuestions applications;

  /**
   * @param application empty for Authentik itself
   */
  public record Watched(Optional<Application> application) {}

  public SsoProbe(
      ClusterConfig cluster,
      Between between,
      ProbeSettings settings,
      TlsHandshake handshake,
      Http http) {
    this.cluster = cluster;
    this.sso = between.sso();
    this.server = new ServerQuestions(handshake, http, settings.duration("certificateWarning"));
    this.applications =
        new ApplicationQuestions(
            http,
            settings.duration("latencyWarning"),
            new KeyMemory(settings.duration("keyChangeShown")),
            new TokenQuestions(http, settings.duration("tokenEvery")));
  }

  @Override
  public String name() {
    return "sso";
  }

  /** Authentik by the name of its host, and each application by its slug. */
  public Discovery<Watched> discover() {
    List<Subject<Watched>> subjects = new ArrayList<>();
    sso.ifPresent(
        declared -> {
          subjects.add(new Subject<>(serverTarget(declared), new Watched(Optional.empty())));
          for (Application one : declared.applications()) {
            Target target = new Target(cluster.name(), name(), "", one.slug());
            subjects.add(new Subject<>(target, new Watched(Optional.of(one))));
          }
        });
    applications.retain(subjects.stream().map(Subject::target).collect(Collectors.toSet()));
    return new Discovery<>(this, "applications", subjects);
  }

  private Target serverTarget(SsoConfig declared) {
    return new Target(cluster.name(), name(), "", declared.url().getHost());
  }

  @Override
  public Judgement judge(Subject<Watched> subject, ProbeContext context) {
    SsoConfig declared = sso.orElseThrow();
    Judgement.Builder answer = new Judgement.Builder();
    Optional<Application> application = subject.state().application();
    if (application.isEmpty()) {
      server.ask(answer, declared.url(), context);
    } else {
      SsoWords words = new SsoWords(declared.url(), Optional.of(serverTarget(declared)));
      applications.ask(answer, new Asked(subject.target(), application.get(), words, context));
    }
    return answer.build();
  }

  /** One application in one round. */
  record Asked(Target target, Application application, SsoWords words, ProbeContext context) {}
}
