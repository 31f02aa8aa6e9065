/** The object store of the lab: a real S3 protocol with real signatures, and faults at run time. */
package io.drillmaster.lab.s3;
