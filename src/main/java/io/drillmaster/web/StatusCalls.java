package io.drillmaster.web;

import io.drillmaster.core.run.RunRequest;
import org.apache.camel.Exchange;

/** {@code GET …/status}: where everything stands. */
public final class StatusCalls {
  private final Estate estate;

  StatusCalls(Estate estate) {
    this.estate = estate;
  }

  /** Every cluster. */
  public Answer estate(Exchange exchange) {
    return render(ApiCall.request(exchange), estate.now());
  }

  /** One cluster, or every one for {@code all}. */
  public Answer cluster(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    EstateView now = estate.now();
    String cluster = request.variable("cluster");
    if (cluster.equals(RunRequest.ALL_CLUSTERS)) {
      return render(request, now);
    }
    return render(
        request,
        now.of(cluster).orElseThrow(() -> Problems.noSuchCluster(estate.clusters()).exception()));
  }

  private static Answer render(ApiRequest request, EstateView view) {
    String form = request.form(MediaTypes.JSON, MediaTypes.TEXT);
    Paint paint = request.paint();
    return Answer.ok(
        form,
        form.equals(MediaTypes.TEXT) ? StatusTable.render(view, paint) : StatusJson.render(view));
  }
}
