package io.drillmaster.lab.volsync;

/**
 * A volume that VolSync backs up. The ReplicationSource and the PersistentVolumeClaim have its
 * name.
 *
 * @param schedule five cron fields or a shorthand, in UTC
 * @param repositoryVersion of its restic repository: 1 or 2
 */
public record BackedUpVolume(
    String namespace, String name, String schedule, int repositoryVersion) {
  /** Every eight hours, into a repository of version 2. */
  public static BackedUpVolume of(String namespace, String name) {
    return new BackedUpVolume(namespace, name, "0 */8 * * *", 2);
  }

  /** The Secret with repository and credentials. */
  public String secret() {
    return name + "-volsync-secret";
  }

  /** The ExternalSecret that makes it. */
  public String externalSecret() {
    return name + "-volsync";
  }

  /** The item of the vault that its values stand in. */
  public String vaultItem() {
    return "volsync-" + name;
  }
}
