package io.drillmaster.architecture.bad;

/** Stands where the composition root stands. */
public final class Root {}
