package io.drillmaster.web;

import io.drillmaster.core.run.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The page, what it is made of, and the description of the API. */
public final class PageCalls {
  private static final int RUNS = 20;
  private static final Map<String, String> ASSETS =
      Map.of(
          "drillmaster.css", "text/css",
          "refresh.js", "text/javascript",
          "favicon.svg", "image/svg+xml");

  private final Estate estate;
  private final Runs runs;
  private final Contract contract;

  PageCalls(Estate estate, Runs runs, Contract contract) {
    this.estate = estate;
    this.runs = runs;
    this.contract = contract;
  }

  /** {@code GET /}. */
  public Answer status(Exchange exchange) {
    String form = ApiCall.request(exchange).form(MediaTypes.HTML);
    return Answer.ok(
        form,
        StatusPage.render(estate.now(), runs.history(Optional.empty(), Optional.empty(), RUNS)));
  }

  /** {@code GET /openapi.json}. */
  public Answer description(Exchange exchange) {
    String form = ApiCall.request(exchange).form(MediaTypes.JSON);
    return Answer.ok(form, contract.document());
  }

  /** {@code GET /static/{file}}: one of the files that the pages use, and no other. */
  public Answer asset(Exchange exchange) {
    ApiRequest request = ApiCall.request(exchange);
    String file = request.variable("file");
    String mediaType = ASSETS.get(file);
    if (mediaType == null) {
      throw Problems.noSuchPath().exception();
    }
    return Answer.ok(request.form(mediaType), read(file));
  }

  private static String read(String file) {
    try (InputStream in = PageCalls.class.getResourceAsStream("/static/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a part of the page cannot be read", e);
    }
  }
}
