package io.drillmaster.secrets;

/** What a round looks at. */
sealed interface Watched {
  /** An ExternalSecret, beside the stores that there were in the same round. */
  record Secret(ExternalSecret secret, Stores stores) implements Watched {}

  /** A store, which may be missing. */
  record Store(StoreRef ref, Stores stores) implements Watched {}
}
