package io.drillmaster.lab.cnpg;

import io.drillmaster.lab.postgres.Compression;

/** Paths within an archive, as barman-cloud lays it out. */
final class ArchiveNames {
  private static final int FOLDER = 16;

  private ArchiveNames() {}

  /** History files lie directly below {@code wals/}. */
  static String wal(String name, Compression compression) {
    String folder = name.endsWith(".history") ? "" : name.substring(0, FOLDER) + "/";
    return "wals/" + folder + name + compression.suffix();
  }

  static String base(String backup, String file) {
    return "base/" + backup + "/" + file;
  }
}
