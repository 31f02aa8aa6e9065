/**
 * The boundary to services that are asked over HTTP. What is asked and answered are plain values;
 * how it gets there is decided in {@code routes/http.camel.yaml}. What goes wrong leaves it as an
 * {@link io.drillmaster.http.HttpFailureException} with its kind.
 */
package io.drillmaster.http;
