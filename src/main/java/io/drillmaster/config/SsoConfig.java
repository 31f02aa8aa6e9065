package io.drillmaster.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Authentik that people log in with.
 *
 * @param url where browsers reach it, without a slash at the end
 * @param applications at least one; slugs are unique
 */
public record SsoConfig(URI url, List<Application> applications) {
  public SsoConfig {
    applications = List.copyOf(applications);
  }

  /**
   * @param slug its name in Authentik's URLs
   * @param issuer what the application compares the issuer of tokens with, letter by letter
   * @param client with whom a token is asked for; without one, none is
   */
  public record Application(String slug, String issuer, Optional<Client> client) {}

  /**
   * @param id the client ID, which is the audience of the token
   * @param account a service account, whose app password is then the secret
   * @param secret the file that holds the secret
   */
  public record Client(String id, Optional<String> account, Path secret) {}
}
