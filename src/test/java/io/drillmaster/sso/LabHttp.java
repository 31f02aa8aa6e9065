package io.drillmaster.sso;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpFailureException.Kind;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.Trust;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Requests to the servers of the lab without a route, and a record of them. */
final class LabHttp implements Http {
  private final HttpClient client;
  final List<String> asked = new ArrayList<>();

  LabHttp(Trust trust) throws Trust.UnreadableException {
    client = HttpClient.newBuilder().sslContext(trust.context()).build();
  }

  @Override
  public HttpReply send(HttpAsk ask, Deadline deadline) {
    asked.add(ask.toString());
    long begun = System.nanoTime();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ask.uri()).timeout(deadline.remaining().plusMillis(1));
    ask.body()
        .ifPresent(
            body ->
                request
                    .header("Content-Type", body.contentType())
                    .POST(BodyPublishers.ofString(body.content().reveal())));
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      Map<String, String> headers = new HashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      return new HttpReply(
          response.statusCode(), headers, response.body(), new HttpReply.Timing(time, time));
    } catch (ConnectException e) {
      throw new HttpFailureException(Kind.CONNECT, "connection refused", e);
    } catch (SSLException e) {
      throw new HttpFailureException(Kind.TLS, "the certificate is not accepted", e);
    } catch (IOException e) {
      throw new HttpFailureException(Kind.TIMEOUT, "no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailureException(Kind.TIMEOUT, "no answer in time", e);
    }
  }
}
