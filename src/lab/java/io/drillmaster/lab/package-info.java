/**
 * The lab: a small simulated estate in one JVM, for tests and for {@code drillmaster demo}. Where
 * it is simple it is still honest: what it accepts, the real thing accepts.
 */
package io.drillmaster.lab;
