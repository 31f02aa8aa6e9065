/** The commands of the program. They start what they are handed and know nothing of its parts. */
package io.drillmaster.cli;
