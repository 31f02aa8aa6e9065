package io.drillmaster.architecture.bad.tides;

/** Breaks a rule, to show that the rule sees it. */
public final class JudgeWithFabric8 {
  io.fabric8.kubernetes.client.KubernetesClient known;
}
