/**
 * Probes: scheduled, read-only checks of one target in one cluster, and what they say. JDK only: no
 * library is known here, so that the domain can be read, tested and trusted by itself.
 */
package io.drillmaster.core.probe;
