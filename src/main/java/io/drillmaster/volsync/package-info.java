/** Volumes that VolSync backs up: ReplicationSources with the restic mover. */
package io.drillmaster.volsync;
