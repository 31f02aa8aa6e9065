/**
 * The boundary to Kubernetes: the only package that knows the fabric8 client. What leaves it are
 * our own types; what goes wrong leaves it as a {@link
 * io.drillmaster.core.probe.CouldNotLookException} with words of its own for each cause.
 */
package io.drillmaster.kube;
