/** Where a path between clusters of the lab ends. */
package io.drillmaster.lab.network;
