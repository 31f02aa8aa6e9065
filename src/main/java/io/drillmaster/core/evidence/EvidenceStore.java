package io.drillmaster.core.evidence;

import io.drillmaster.core.run.RunId;
import java.util.Optional;

/** Keeps evidence documents. */
public interface EvidenceStore {
  /** Writes the document whole or not at all; it is safe when this returns. */
  void write(Evidence evidence);

  /** The document as it was written, in JSON; empty where there is none. */
  Optional<String> read(RunId id);
}
