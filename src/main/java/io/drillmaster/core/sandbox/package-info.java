/**
 * The standing namespace that drills write in, and what they may leave there: nothing. JDK only.
 */
package io.drillmaster.core.sandbox;
