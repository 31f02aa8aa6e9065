/** The buckets that backups lie in, each with the credentials of the object that uses it. */
package io.drillmaster.objectstore;
