/**
 * The hub's stores, which speak the protocols of VictoriaMetrics and VictoriaLogs as far as they
 * are asked, and what vmagent and fluent-bit of each cluster send to them.
 */
package io.drillmaster.lab.telemetry;
