/** Whether anything backs up what holds data, and what is left out on purpose. */
package io.drillmaster.coverage;
