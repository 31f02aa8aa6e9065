/**
 * What outlives the process: runs and recent results in an embedded H2 database, evidence in files.
 * JDBC, Flyway and Jackson are known here; probes and runs know none of it.
 */
package io.drillmaster.store;
