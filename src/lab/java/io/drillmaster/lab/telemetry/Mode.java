package io.drillmaster.lab.telemetry;

/** How a store of the hub answers. */
public enum Mode {
  WELL,
  /** A part of it is silent, and it says so. */
  PARTIAL,
  SLOW,
  /** The page of a login, with status 200. */
  HTML,
  /** An answer that breaks off. */
  GARBAGE,
  /** 503 with a body of JSON. */
  SICK,
  /** 401, whatever the token. */
  REFUSING,
  /** Takes the request and never answers. */
  HANGING,
  /** Accepts no connection. */
  DOWN
}
