/**
 * Secrets that External Secrets Operator brings into the clusters: ExternalSecrets and their
 * stores.
 */
package io.drillmaster.secrets;
