package io.drillmaster.s3;

import io.drillmaster.core.probe.Deadline;
import java.util.List;

/** A feature whose objects point to buckets. */
@FunctionalInterface
public interface BucketSource {
  /** Every bucket that an object of this feature points to in its cluster, once for each Secret. */
  List<BucketReference> buckets(Deadline deadline);
}
