package io.drillmaster.architecture.bad.moons;

/** Breaks a rule, to show that the rule sees it. */
public final class JudgeOfAnother {
  io.drillmaster.architecture.bad.tides.Judge other;
}
