/** The domain. Everything below imports the JDK and nothing else. */
package io.drillmaster.core;
