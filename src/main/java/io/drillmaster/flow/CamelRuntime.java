package io.drillmaster.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Registry;

/**
 * Camel with the routes of one directory, in this process. Several of them live side by side in one
 * JVM.
 */
public final class CamelRuntime implements AutoCloseable {
  private final Main main;
  private ProducerTemplate producer;

  private CamelRuntime(Main main) {
    this.main = main;
  }

  /**
   * @param home directory with {@code routes/} and {@code config/application.properties}
   * @param apiHost address of the API, and its port; not 0
   * @param managementHost address of health and metrics, and its port; not 0
   */
  public record Settings(
      Path home, String apiHost, int apiPort, String managementHost, int managementPort) {}

  /**
   * Starts the routes. When this returns they are up.
   *
   * @param beans by the names that routes know
   * @param routes made in code, from the templates in the directory
   * @throws RuntimeException of Camel, where a route is not right or a port is taken
   */
  public static CamelRuntime start(
      Settings settings, Map<String, Object> beans, RoutesBuilder routes) {
    Path directory = settings.home().resolve("routes");
    if (!Files.isDirectory(directory)) {
      throw new IllegalStateException(directory.toAbsolutePath() + " is no directory of routes");
    }
    Main main = new Main();
    beans.forEach((name, bean) -> main.bind(name, bean));
    main.configure().setRoutesIncludePattern("file:" + directory + "/*.camel.yaml");
    main.configure().addRoutesBuilder(routes);
    main.setPropertyPlaceholderLocations(
        "file:" + settings.home().resolve("config/application.properties"));
    override(main, settings);
    CamelRuntime runtime = new CamelRuntime(main);
    try {
      main.start();
      runtime.producer = main.getCamelContext().createProducerTemplate();
    } catch (RuntimeException failure) {
      runtime.close();
      throw failure;
    }
    return runtime;
  }

  private static void override(Main main, Settings settings) {
    main.addOverrideProperty("camel.server.host", settings.apiHost());
    main.addOverrideProperty("camel.server.port", String.valueOf(settings.apiPort()));
    main.addOverrideProperty("camel.management.host", settings.managementHost());
    main.addOverrideProperty("camel.management.port", String.valueOf(settings.managementPort()));
    // Quartz keeps its schedulers in one map for the whole JVM, by this name.
    main.addOverrideProperty(
        "camel.component.quartz.properties[org.quartz.scheduler.instanceName]",
        "drillmaster-" + UUID.randomUUID());
  }

  public CamelContext context() {
    return main.getCamelContext();
  }

  public Registry registry() {
    return context().getRegistry();
  }

  public ProducerTemplate producer() {
    return producer;
  }

  /** Ends the routes; what is under way has two seconds. */
  @Override
  public void close() {
    CamelContext context = main.getCamelContext();
    if (context != null) {
      context.getShutdownStrategy().setTimeout(Duration.ofSeconds(2).toSeconds());
      context.getShutdownStrategy().setShutdownNowOnTimeout(true);
      context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
      context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
      context.getShutdownStrategy().setLoggingLevel(LoggingLevel.DEBUG);
    }
    main.stop();
  }
}
