/** Whether the declared paths between clusters are open, layer by layer. */
package io.drillmaster.network;
