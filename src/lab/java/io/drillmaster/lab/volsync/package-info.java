/**
 * VolSync in the lab: its objects, its operator, its mover and the restic repositories it fills.
 */
package io.drillmaster.lab.volsync;
