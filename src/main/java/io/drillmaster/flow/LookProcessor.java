package io.drillmaster.flow;

import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRunner;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Hands a look to the {@link ProbeRunner} and goes on with its result, without keeping a thread of
 * Camel meanwhile. What is a result already goes on as it is.
 */
public final class LookProcessor extends AsyncProcessorSupport {
  private final ProbeRunner runner;

  public LookProcessor(ProbeRunner runner) {
    this.runner = runner;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    if (!(exchange.getMessage().getBody() instanceof ProbeRunner.Look<?> look)) {
      callback.done(true);
      return true;
    }
    Optional<CompletableFuture<ProbeResult>> answer = runner.submit(look);
    if (answer.isEmpty()) {
      exchange.setRouteStop(true); // the look at work will tell
      callback.done(true);
      return true;
    }
    answer
        .get()
        .whenComplete(
            (result, closing) -> {
              exchange.setRouteStop(closing != null);
              exchange.getMessage().setBody(result);
              callback.done(false);
            });
    return false;
  }
}
