/**
 * What people and scripts see: the HTTP API on Camel's server, and the renderings of the status
 * board and of runs as terminal text, JSON and pages. Every rendering is made of the same model.
 */
package io.drillmaster.web;
