package io.drillmaster.flow;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections of camel-http, made here because its options know neither a time-out of the TLS
 * handshake nor a limit for headers, and its own default is to wait and to take everything. How
 * long connecting may take stands in the route.
 */
final class HttpConnections implements AutoCloseable {
  private static final Timeout HANDSHAKE = Timeout.ofSeconds(5);
  private static final Timeout SILENCE = Timeout.ofSeconds(10);
  private static final int LONGEST_HEADER = 16 * 1024;
  private static final int MOST_HEADERS = 100;
  private static final int AT_ONCE = 64;

  private final PoolingHttpClientConnectionManager connections;

  HttpConnections(SSLContext trust) {
    Http1Config limits =
        Http1Config.custom()
            .setMaxLineLength(LONGEST_HEADER)
            .setMaxHeaderCount(MOST_HEADERS)
            .build();
    connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(
                ClientTlsStrategyBuilder.create().setSslContext(trust).buildClassic())
            .setDefaultConnectionConfig(ConnectionConfig.custom().setSocketTimeout(SILENCE).build())
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(HANDSHAKE).build())
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
            .setMaxConnTotal(AT_ONCE)
            .setMaxConnPerRoute(AT_ONCE)
            .build();
  }

  HttpClientConnectionManager forRoutes() {
    return connections;
  }

  @Override
  public void close() {
    connections.close();
  }
}
