package io.drillmaster.store;

import io.drillmaster.core.run.RunId;
import java.nio.file.Path;

/** Another process at the same store, to be killed. */
final class StoreChild {
  private StoreChild() {}

  /**
   * @param args directory, and {@code hold} or {@code append}
   */
  public static void main(String[] args) throws InterruptedException {
    H2Store store = H2Store.open(StoreSamples.config(Path.of(args[0])), StoreSamples.CLOCK);
    RunId id = new RunId("7f3a");
    if (args[1].equals("hold")) {
      System.out.println("saved 0");
      Thread.currentThread().join();
    }
    store.append(id, 0, StoreSamples.started("infra", "drill", StoreSamples.NOW));
    for (int i = 1; i < 100_000; i++) {
      store.append(id, i, StoreSamples.progressed("line " + i));
      System.out.println("saved " + (i + 1));
    }
  }
}
