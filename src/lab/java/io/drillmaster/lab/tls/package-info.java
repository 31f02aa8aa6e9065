/** Authorities and certificates of the lab, and servers that show them. */
package io.drillmaster.lab.tls;
