/**
 * Whether people can log in: Authentik itself, and for each application its OpenID Connect provider
 * (OpenID Connect Discovery 1.0, RFC 7517, RFC 6749).
 */
package io.drillmaster.sso;
