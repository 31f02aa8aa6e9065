/**
 * Real PostgreSQL servers and their archives: base backups and WAL, laid out as barman-cloud lays
 * them out, so that they can be read and restored from.
 */
package io.drillmaster.lab.postgres;
