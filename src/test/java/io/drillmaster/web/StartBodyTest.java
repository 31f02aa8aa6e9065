package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drillmaster.core.run.InvalidRunException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartBodyTest {
  private static String problems(byte[] body) {
    InvalidRunException invalid =
        catchThrowableOfType(
            InvalidRunException.class, () -> StartBody.read(body, new FakeRuns().kinds()));
    assertThat(invalid).as("accepted").isNotNull();
    return invalid.getMessage();
  }

  private static String problems(String body) {
    return problems(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsAKindAndItsParameters() throws Exception {
    byte[] body =
        "{\"kind\":\"verify-backups\",\"component\":\"volsync\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(StartBody.read(body, new FakeRuns().kinds()))
        .isEqualTo(new StartBody.Asked("verify-backups", Map.of("component", "volsync")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                       | : is empty; send a JSON object with a kind",
        "not json                                 | : is not JSON, or nested too deep: line 1, column 4",
        "{\"kind\":                               | : is not JSON, or nested too deep: line 1, column 9",
        "[]                                       | : must be a JSON object with a kind",
        "null                                     | : must be a JSON object with a kind",
        "\"kind\"                                 | : must be a JSON object with a kind",
        "{\"kind\":\"verify-backups\"}{}          | : must be one JSON object with nothing behind it",
        "{}                                       | /kind: is missing; one of: verify-backups, volsync-restore",
        "{\"kind\":7}                             | /kind: must be a text",
        "{\"kind\":null}                          | /kind: must be a text",
        "{\"kind\":{\"a\":[1]}}                   | /kind: must be a text",
        "{\"kind\":\"verify-backup\"}             | /kind: is not a kind of run; one of: verify-backups, volsync-restore; did you mean verify-backups?",
        "{\"kind\":\"volsync-restore\"}           | /app: is missing: which app",
        "{\"kind\":\"verify-backups\",\"kind\":\"verify-backups\"} | /kind: is given more than once",
      })
  void saysWhatIsWrong(String body, String expected) {
    assertThat(problems(body)).isEqualTo(expected);
  }

  @Test
  void saysEverythingAtOnce() {
    String said =
        problems(
            "{\"kind\":\"volsync-restore\",\"ap\":\"x\",\"component\":1,\"app\":\"a\\u0000b\",\"app\":\"c\"}");

    assertThat(said)
        .isEqualTo(
            "/component: must be a text; /app: holds a control character;"
                + " /app: is given more than once;"
                + " : field 2 is not known; known: kind, app; did you mean app?;"
                + " /component: is not known; known: kind, app");
  }

  @Test
  void repeatsNothingOfWhatWasSent() {
    String said =
        problems(
            "{\"kind\":\"s3cret\",\"s3cret\":\"s3cret\",\"component\":\"s3cret\",\"x\":[\"s3cret\"]}");

    assertThat(said).doesNotContain("s3cret");
    assertThat(problems("{\"kind\": s3cret}")).doesNotContain("s3cret");
  }

  @Test
  void deepHugeAndBrokenBodiesAreRefused() {
    assertThat(problems("{\"kind\":" + "[".repeat(2000))).contains("nested too deep");
    assertThat(problems("{\"kind\":\"" + "a".repeat(300) + "\"}")).contains("longer than 256");
    assertThat(problems("{\"" + "a".repeat(5000) + "\":1}")).contains("is not JSON");
    assertThat(problems("{\"kind\":" + "1".repeat(5000) + "}")).isNotEmpty();
    assertThat(problems(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'}))
        .isEqualTo(": is not UTF-8");
    assertThat(problems(new byte[] {0, 0, 0, 0})).contains("is not JSON");
  }
}
