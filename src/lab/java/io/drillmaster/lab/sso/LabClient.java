package io.drillmaster.lab.sso;

/**
 * An application and the client of its provider.
 *
 * @param slug its name in URLs
 * @param id client ID
 * @param secret client secret, or the app password of the account
 * @param account a service account; empty where the client asks for itself
 */
public record LabClient(String slug, String id, String secret, String account) {}
