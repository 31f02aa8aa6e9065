/**
 * What clusters send to the hub: samples to VictoriaMetrics, log lines to VictoriaLogs. Proven from
 * what has arrived, not from what the shippers say of themselves.
 */
package io.drillmaster.telemetry;
