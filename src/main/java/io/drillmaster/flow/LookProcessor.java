package io.drillmaster.flow;

import io.drillmaster.core.probe.ProbeRunner;
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
    if (exchange.getMessage().getBody() instanceof ProbeRunner.Look<?> look) {
      runner
          .submit(look)
          .thenAccept(
              result -> {
                exchange.getMessage().setBody(result);
                callback.done(false);
              });
      return false;
    }
    callback.done(true);
    return true;
  }
}
