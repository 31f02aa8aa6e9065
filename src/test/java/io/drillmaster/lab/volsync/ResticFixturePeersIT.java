package io.drillmaster.lab.volsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.lab.s3.S3Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures and the S3 server of the lab as the real restic sees them. */
@Tag("peers")
class ResticFixturePeersIT {
  private static final Instant LONG_AGO = Instant.parse("2024-02-29T12:00:00Z");

  @TempDir Path cache;
  private final S3Server server = S3Server.start();

  @BeforeEach
  void allow() {
    server.allow("key", "secret");
    server.createBucket("volumes");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyByteOfAFixtureIsSound(int version) {
    ResticFixture fixture = ResticFixture.ofVersion(version);
    seed(fixture, fixture.syncs());

    Restic restic = restic();

    assertThat(restic.run("check", "--read-data").lines()).contains("no errors were found");
    assertThat(restic.run("snapshots", "--host", "volsync", "--path", "/data"))
        .contains(fixture.syncs() + " snapshots");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFixtureIsSoundBeforeItsLastSyncsToo(int version) {
    seed(ResticFixture.ofVersion(version), 3);

    assertThat(restic().run("check", "--read-data")).contains("no errors were found");
    assertThat(restic().run("snapshots")).contains("3 snapshots");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLockOfAFixtureIsExclusive(int version) {
    ResticFixture fixture = ResticFixture.ofVersion(version);
    seed(fixture, 1);
    put(fixture.lock());

    assertThat(restic().fail("snapshots")).contains("repository is already locked exclusively");
    restic().run("unlock", "--remove-all");
    assertThat(restic().run("snapshots")).contains("1 snapshots");
  }

  private Restic restic() {
    return new Restic("s3:" + server.endpoint() + "/volumes/app", ResticFixture.PASSWORD, cache)
        .with("AWS_ACCESS_KEY_ID", "key")
        .with("AWS_SECRET_ACCESS_KEY", "secret");
  }

  private void seed(ResticFixture fixture, int syncs) {
    fixture.init().forEach(this::put);
    for (int sync = 1; sync <= syncs; sync++) {
      List.copyOf(fixture.sync(sync)).forEach(this::put);
    }
  }

  private void put(ResticFixture.ResticObject object) {
    server.put("volumes", "app/" + object.path(), object.content(), LONG_AGO);
  }
}
