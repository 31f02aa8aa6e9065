package io.drillmaster.lab.cnpg;

/** How the operator treats one database. */
public enum Behaviour {
  /** As it should; whether a backup succeeds depends on Secret and bucket alone. */
  NORMAL,
  /** It does nothing, as if it had stopped; the instances go on. */
  HELD,
  /** Base backups fail: the disk of the instance is full. */
  BACKUPS_FAIL
}
