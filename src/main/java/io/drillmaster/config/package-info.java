/** The configuration: typed, strict, all problems at once. */
package io.drillmaster.config;
