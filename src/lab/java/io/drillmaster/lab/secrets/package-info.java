/** External Secrets in the lab: its operator, its stores, and what stands behind them. */
package io.drillmaster.lab.secrets;
