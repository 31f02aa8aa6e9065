/**
 * Turns results of probes and runs into the metrics that are scraped; nothing here is called by
 * them.
 */
package io.drillmaster.metrics;
