package io.drillmaster.core.run;

import java.util.function.BooleanSupplier;

/**
 * What the engine shares with each of its runs.
 *
 * @param ending whether the daemon is about to end, so that nothing is waited for that the next one
 *     can do as well
 */
record RunParts(
    RunTime time,
    WorkThreads threads,
    RunArchive archive,
    RunSettings settings,
    BooleanSupplier ending) {}
