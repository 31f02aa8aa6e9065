package io.drillmaster.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second daemon out of the directory, in this process and in others. */
final class StoreLock implements AutoCloseable {
  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws StoreException where another daemon is at work in the directory, or where it cannot be
   *     written to
   */
  static StoreLock take(Path directory) {
    FileChannel channel = open(directory);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new StoreLock(channel);
      }
    } catch (OverlappingFileLockException | IOException held) {
      // told below
    }
    closeQuietly(channel);
    throw new StoreException(
        "the store directory %s is in use by another daemon; give each its own store.directory"
            .formatted(directory));
  }

  private static FileChannel open(Path directory) {
    try {
      Files.createDirectories(directory);
      return FileChannel.open(
          directory.resolve("drillmaster.lock"),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    } catch (IOException denied) {
      throw new StoreException(
          "the store directory %s cannot be created or written to; see store.directory"
              .formatted(directory),
          denied);
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // the lock is gone with the channel either way
    }
  }
}
