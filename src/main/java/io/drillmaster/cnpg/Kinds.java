package io.drillmaster.cnpg;

import io.drillmaster.kube.ResourceKind;

/** What is read: CNPG 1.30 and version 0.14 of the Barman Cloud plugin. */
final class Kinds {
  static final ResourceKind CLUSTER = cnpg("clusters", "Cluster");
  static final ResourceKind BACKUP = cnpg("backups", "Backup");
  static final ResourceKind SCHEDULED_BACKUP = cnpg("scheduledbackups", "ScheduledBackup");
  static final ResourceKind OBJECT_STORE =
      new ResourceKind("barmancloud.cnpg.io", "v1", "objectstores", "ObjectStore", true);

  private Kinds() {}

  private static ResourceKind cnpg(String plural, String kind) {
    return new ResourceKind("postgresql.cnpg.io", "v1", plural, kind, true);
  }
}
