package io.drillmaster.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.restic.RepositoryLocation.NotUnderstoodException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryLocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3:https://a.r2.cloudflarestorage.com/volsync/odoo, https://a.r2.cloudflarestorage.com, volsync, odoo/",
    "s3:https://h/b, https://h, b, ''",
    "s3:https://h/b/, https://h, b, ''",
    "s3:http://127.0.0.1:9000/b/p/q/, http://127.0.0.1:9000, b, p/q/",
    "s3:s3.amazonaws.com/b/p, https://s3.amazonaws.com, b, p/",
    "s3://h:8443/b//p/./x/../q, https://h:8443, b, p/q/"
  })
  void readsWhatResticReads(String repository, URI endpoint, String bucket, String prefix)
      throws NotUnderstoodException {
    assertThat(RepositoryLocation.parse(repository))
        .isEqualTo(new RepositoryLocation(endpoint, bucket, prefix));
  }

  @ParameterizedTest
  @CsvSource({
    "rest:https://u:pw@h/, 'a repository on rest, not on S3'",
    "b2:bucket:pw, 'a repository on b2, not on S3'",
    "azure:c:/pw, 'a repository on azure, not on S3'",
    "/srv/pw, 'a repository on a local path or an unknown backend, not on S3'",
    "s3:https://u:pw@h/b, an address with a user or password in it",
    "s3:https://h, an address without a bucket",
    "s3:https:///pw, an address without a host",
    "'s3:https://h/b/p w', an address that is no URL",
    "'', 'a repository on a local path or an unknown backend, not on S3'"
  })
  void saysWhatItDoesNotUnderstandWithoutRepeatingIt(String repository, String words) {
    assertThatThrownBy(() -> RepositoryLocation.parse(repository))
        .isInstanceOf(NotUnderstoodException.class)
        .hasMessage(words)
        .hasMessageNotContaining("pw");
  }
}
