/**
 * Runs: verifications and drills. A run is an append-only list of events; its state is a fold over
 * them, and every rendering comes from that list. JDK only.
 */
package io.drillmaster.core.run;
