/** Repositories of restic, as far as they can be read without their password. */
package io.drillmaster.restic;
