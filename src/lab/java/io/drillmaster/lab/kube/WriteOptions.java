package io.drillmaster.lab.kube;

/**
 * How a write is asked for.
 *
 * @param dryRun everything but the storing
 * @param manager {@code fieldManager} of the request
 * @param force takes over fields of other managers (server-side apply)
 * @param unknownFields what happens to fields that the schema does not know
 * @param seeding status and identity are taken as given: the lab puts a finished object in place
 */
record WriteOptions(
    boolean dryRun, String manager, boolean force, UnknownFields unknownFields, boolean seeding) {
  /** {@code fieldValidation} of the request. */
  enum UnknownFields {
    REFUSED,
    PRUNED
  }

  static final WriteOptions SEED =
      new WriteOptions(false, "lab", true, UnknownFields.REFUSED, true);
  static final WriteOptions CONTROLLER =
      new WriteOptions(false, "lab", true, UnknownFields.PRUNED, false);

  static WriteOptions of(ApiRequest request) {
    boolean strict = request.parameter("fieldValidation").equals("Strict");
    return new WriteOptions(
        request.parameter("dryRun").equals("All"),
        request.parameter("fieldManager"),
        request.flag("force"),
        strict ? UnknownFields.REFUSED : UnknownFields.PRUNED,
        false);
  }
}
