package io.drillmaster.web;

import io.drillmaster.core.evidence.EvidenceStore;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRefusedException;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.Runs;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** The calls on runs: start, look, cancel, history, exit code, evidence. */
public final class RunCalls {
  private static final String PATH = "/api/v1/runs/";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~:-]{1,128}");

  private final Runs runs;
  private final EvidenceStore evidence;
  private final List<String> clusters;
  private final Clock clock;

  RunCalls(Runs runs, EvidenceStore evidence, Estate estate) {
    this.runs = runs;
    this.evidence = evidence;
    this.clusters = estate.clusters();
    this.clock = estate.clock();
  }

  /** Where a run is found. */
  static String path(RunId id) {
    return PATH + id;
  }

  /** {@code POST /clusters/{cluster}/runs}. */
  public Answer start(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.JSON, MediaTypes.TEXT);
    String cluster = request.variable("cluster");
    if (!isKnown(cluster)) {
      throw Problems.noSuchCluster(clusters).exception();
    }
    Run run = start(request, cluster, body(exchange));
    String text = "run " + run.id() + " started\nnext: task dr:watch RUN=" + run.id() + "\n";
    return Answer.accepted(form, form.equals(MediaTypes.TEXT) ? text : RunJson.run(run))
        .header("Location", path(run.id()));
  }

  private Run start(ApiRequest request, String cluster, byte[] body) {
    try {
      Optional<String> key = idempotencyKey(request);
      StartBody.Asked asked = StartBody.read(body, runs.kinds());
      request.audit().about(asked.kind() + " on " + cluster);
      Run run =
          runs.start(
              new RunRequest(asked.kind(), cluster, asked.parameters(), request.audit().caller()),
              key);
      request.audit().about(asked.kind() + " on " + cluster + ", run " + run.id());
      return run;
    } catch (InvalidRunException e) {
      throw Problems.invalid(e.problems()).exception();
    } catch (RunRefusedException e) {
      throw Refusals.of(e).exception();
    }
  }

  private static byte[] body(Exchange exchange) {
    byte[] body = exchange.getMessage().getBody(byte[].class);
    return body == null ? new byte[0] : body;
  }

  private static Optional<String> idempotencyKey(ApiRequest request) {
    Optional<String> key = request.header("Idempotency-Key");
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw Problems.invalid(
              "Idempotency-Key", "must be 1 to 128 letters, digits and . _ ~ : - characters")
          .exception();
    }
    return key;
  }

  /** {@code GET /runs}. */
  public Answer history(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.JSON, MediaTypes.TEXT);
    request.paint();
    List<String> kinds = runs.kinds().stream().map(PlanFactory::kind).sorted().toList();
    HistoryQuery query = HistoryQuery.of(request, clusters, kinds);
    List<Run> found = runs.history(query.cluster(), query.kind(), query.limit());
    return Answer.ok(
        form,
        form.equals(MediaTypes.TEXT)
            ? RunText.history(found, clock.instant())
            : RunJson.history(found));
  }

  /** {@code GET /runs/{id}}. */
  public Answer one(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.JSON, MediaTypes.TEXT, MediaTypes.HTML);
    Paint paint = request.paint();
    Run run = find(request);
    return Answer.ok(
        form,
        switch (form) {
          case MediaTypes.TEXT -> RunText.report(view(run), paint);
          case MediaTypes.HTML -> RunPage.render(view(run));
          default -> RunJson.run(run);
        });
  }

  /** {@code GET /runs/{id}}, the page. */
  public Answer page(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.HTML);
    return Answer.ok(form, RunPage.render(view(find(request))));
  }

  private RunView view(Run run) {
    return new RunView(run, UsualTimes.of(run, runs), clock.instant());
  }

  /** {@code GET /runs/{id}/exit-code}. */
  public Answer exitCode(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.TEXT, MediaTypes.JSON);
    Run run = find(request);
    int code = run.exitCode().orElseThrow(() -> Problems.notOver(run.id()).exception());
    return Answer.ok(form, code + "\n");
  }

  /** {@code GET /runs/{id}/evidence}. */
  public Answer evidence(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.JSON);
    Run run = find(request);
    if (!run.state().isOver()) {
      throw Problems.notOver(run.id()).exception();
    }
    return evidence
        .read(run.id())
        .map(document -> Answer.ok(form, document))
        .orElseThrow(() -> Problems.noEvidence(run.id()).exception());
  }

  /** {@code DELETE /runs/{id}}. */
  public Answer cancel(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String form = request.form(MediaTypes.JSON, MediaTypes.TEXT);
    Run run = find(request);
    request.audit().about(run.request().kind() + ", run " + run.id());
    if (!runs.cancel(run.id(), request.audit().caller())) {
      throw Problems.noSuchRun().exception();
    }
    Run now = runs.find(run.id()).orElse(run);
    String text =
        now.state().isOver()
            ? "run " + run.id() + " is over already\n"
            : "run " + run.id() + " is being cancelled\n";
    return Answer.accepted(form, form.equals(MediaTypes.TEXT) ? text : RunJson.run(now))
        .header("Location", path(run.id()));
  }

  private Run find(ApiRequest request) {
    return id(request).flatMap(runs::find).orElseThrow(() -> Problems.noSuchRun().exception());
  }

  /** The run that the path names, where that can be one. */
  static Optional<RunId> id(ApiRequest request) {
    try {
      return Optional.of(new RunId(request.variable("id")));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  private boolean isKnown(String cluster) {
    return cluster.equals(RunRequest.ALL_CLUSTERS) || clusters.contains(cluster);
  }
}
