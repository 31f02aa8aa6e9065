/** What {@code bench/run} starts beside the daemon. */
package io.drillmaster.lab.bench;
