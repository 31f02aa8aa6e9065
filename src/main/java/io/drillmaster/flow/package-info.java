/**
 * Where Camel meets the domain: templates become routes, exchanges become looks of probes, changes
 * in a cluster become rounds. Decisions about backups are not taken here.
 */
package io.drillmaster.flow;
