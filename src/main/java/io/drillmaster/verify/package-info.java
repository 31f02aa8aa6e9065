/** Verifications: runs that look anew with the probes and write nothing. */
package io.drillmaster.verify;
