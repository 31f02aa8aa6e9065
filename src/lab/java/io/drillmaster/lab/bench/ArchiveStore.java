package io.drillmaster.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drillmaster.barman.SegmentSize;
import io.drillmaster.barman.WalName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A store with one big archive that answers LIST (version 2) and GET out of memory, as fast as it
 * can, so that what is measured is the reader and not the store: {@code ArchiveStore DIRECTORY
 * SEGMENTS}. Looks at no signature. Writes its address into the file {@code endpoint}, and serves
 * until it is told to end. The S3 server of the lab needs a second for each page of so many files.
 */
public final class ArchiveStore {
  static final String BUCKET = "backups";
  static final String SERVER = "pg1";
  private static final String ROOT = "prod/" + SERVER + "/";
  private static final Duration STEP = Duration.ofMinutes(1);

  private final NavigableMap<String, Stored> objects = new TreeMap<>();

  private record Stored(String content, Instant lastModified) {}

  private ArchiveStore(long segments) {
    Instant begin =
        Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(STEP.multipliedBy(segments));
    for (long number = 1; number <= segments; number++) {
      WalName name = WalName.of(1, number, SegmentSize.USUAL);
      Instant at = begin.plus(STEP.multipliedBy(number));
      put("wals/" + name.folder() + "/" + name + ".gz", "segment", at);
    }
    for (long number = segments / 31; number < segments / 31 * 31; number += segments / 31) {
      Instant at = begin.plus(STEP.multipliedBy(number));
      String folder = "base/%s/".formatted(at.toString().replaceAll("[-:Z]", ""));
      put(folder + "data.tar.gz", "data", at);
      put(folder + "backup.info", info(number, at), at);
    }
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms for each small answer
    ArchiveStore store = new ArchiveStore(Long.parseLong(args[1]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", store::answer);
    server.start();
    Path directory = Path.of(args[0]);
    Path unfinished = directory.resolve("endpoint.new");
    Files.writeString(unfinished, "http://127.0.0.1:" + server.getAddress().getPort());
    Files.move(unfinished, directory.resolve("endpoint"));
    new CountDownLatch(1).await();
  }

  private void put(String rest, String content, Instant at) {
    objects.put(ROOT + rest, new Stored(content, at));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getRawQuery();
    boolean isList = query != null && query.contains("list-type=2");
    Stored stored = objects.get(path.replaceFirst("^/" + BUCKET + "/?", ""));
    byte[] body = (isList ? page(query) : stored == null ? "" : stored.content()).getBytes(UTF_8);
    exchange.sendResponseHeaders(isList || stored != null ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String query) {
    Map<String, String> asked = new HashMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      asked.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    String prefix = asked.getOrDefault("prefix", "");
    String after = asked.getOrDefault("continuation-token", asked.getOrDefault("start-after", ""));
    int most = Integer.parseInt(asked.getOrDefault("max-keys", "1000"));
    boolean skips = after.compareTo(prefix) >= 0;
    StringBuilder xml = new StringBuilder(200_000).append("<ListBucketResult>");
    String last = "";
    boolean isTruncated = false;
    for (var entry : objects.tailMap(skips ? after : prefix, !skips).entrySet()) {
      isTruncated = entry.getKey().startsWith(prefix) && most == 0;
      if (!entry.getKey().startsWith(prefix) || most-- == 0) {
        break;
      }
      last = entry.getKey();
      xml.append("<Contents><Key>").append(last).append("</Key><LastModified>");
      xml.append(entry.getValue().lastModified()).append("</LastModified><Size>");
      xml.append(entry.getValue().content().length()).append("</Size></Contents>");
    }
    if (isTruncated) {
      xml.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
    }
    return xml.append("<IsTruncated>" + isTruncated + "</IsTruncated></ListBucketResult>")
        .toString();
  }

  private static String info(long number, Instant at) {
    WalName name = WalName.of(1, number, SegmentSize.USUAL);
    String lsn = "%X/%02X00".formatted(name.log(), name.segment());
    String time = at.toString().replace('T', ' ').replace("Z", "+00:00");
    return """
        begin_time=%s
        begin_wal=%s
        begin_xlog=%s0028
        end_time=%s
        end_wal=%s
        end_xlog=%s0138
        status=DONE
        systemid=7711109553405409623
        tablespaces=None
        timeline=1
        version=160013
        xlog_segment_size=16777216
        """
        .formatted(time, name, lsn, time, name, lsn);
  }
}
