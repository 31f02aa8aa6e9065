/** The record of one run, written after its cleanup, so that it tells the truth about that too. */
package io.drillmaster.core.evidence;
