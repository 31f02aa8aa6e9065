package io.drillmaster.lab.sso;

/** What can be wrong with the sign-on service while it answers. */
public enum SsoTrouble {
  /** The process says that it does not live. */
  NOT_LIVE,
  /** The database is away. */
  NOT_READY,
  /** Health is answered by a login page, with status 200. */
  PAGE_AS_HEALTH,
  /** A proxy in front sends everybody to its own login. */
  REDIRECTS,
  /** The application has lost its provider. */
  NO_PROVIDER,
  /** The discovery document breaks off. */
  HALF_A_DOCUMENT,
  /** The discovery document names no keys. */
  NO_KEYS_NAMED,
  /** The issuer follows the name under which the service was asked, which is another one. */
  OTHER_ISSUER,
  /** Clients are sent to another host for their tokens. */
  OTHER_HOST,
  /** The provider has no signing key, so tokens are signed with the client's secret. */
  NO_SIGNING_KEY,
  /** The keys cannot be had. */
  KEYS_AWAY,
  /** Discovery takes long. */
  SLOW,
  /** No client may have a token in this way. */
  GRANT_REFUSED,
  /** The signature is by a key that is not published. */
  FOREIGN_SIGNATURE,
  /** The signature names a published key and was made with another. */
  FORGED_SIGNATURE,
  /** The token ended yesterday. */
  EXPIRED_TOKEN,
  /** The token is for another client. */
  OTHER_AUDIENCE
}
