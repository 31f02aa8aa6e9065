/** Databases of CloudNativePG: Clusters and their Barman archives. */
package io.drillmaster.cnpg;
