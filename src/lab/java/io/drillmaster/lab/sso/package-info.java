/** A sign-on service as the lab has it: Authentik's paths, with real keys and real tokens. */
package io.drillmaster.lab.sso;
