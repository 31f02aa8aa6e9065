/**
 * The lab's own Kubernetes API server, in memory: what real kubectl and the fabric8 client ask of
 * kube-apiserver 1.32, answered with its texts and codes.
 */
package io.drillmaster.lab.kube;
