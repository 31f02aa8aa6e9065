package io.drillmaster.lab.cnpg;

/** What an instance does with a finished WAL segment. */
public enum Archiving {
  /** Stores it, if Secret and bucket allow. */
  NORMAL,
  /** Never ends with it: no failure, no success, and the segments after it wait. */
  HANGS,
  /** Says that it did, and does not. */
  LIES,
  /** Fails each time: barman-cloud ends with an error. */
  FAILS,
  /** Refuses, because the archive is that of another database. */
  REFUSES
}
