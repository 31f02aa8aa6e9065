/**
 * Archives of PostgreSQL in the layout of barman-cloud (3.x, which CloudNativePG uses too), as far
 * as LIST requests and small reads can tell: base backups, WAL segments, timeline histories, and
 * whether they form a chain that can be recovered.
 */
package io.drillmaster.barman;
