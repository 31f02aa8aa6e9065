package io.drillmaster.architecture.bad.volsync;

/** May know the format that it reads. */
public final class ReaderOfItsFormat {
  io.drillmaster.architecture.bad.restic.Format format;
}
