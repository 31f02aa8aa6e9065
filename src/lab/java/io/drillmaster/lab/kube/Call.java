package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request to a kind that is served. */
record Call(ApiRequest request, ResourceType type) {
  ResourcePath path() {
    return request.resource().orElseThrow();
  }

  Key key() {
    return type.key(path().namespace(), path().name());
  }

  WriteOptions options() {
    return WriteOptions.of(request);
  }

  Rendering rendering() {
    return new Rendering(type, request);
  }

  Answer answer(int code, ObjectNode object) {
    return Answer.json(code, rendering().one(object));
  }

  /** The body, which must be of the kind that the path names. */
  ObjectNode body() {
    ObjectNode body = request.object();
    String kind = body.path("kind").asText("");
    if (kind.isEmpty()) {
      throw StatusException.badRequest("Object 'Kind' is missing in the body of the request");
    }
    String apiVersion = body.path("apiVersion").asText("");
    if (!apiVersion.equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(apiVersion, type.apiVersion()));
    }
    if (!kind.equals(type.names().kind())) {
      throw StatusException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s"
              .formatted(kind, type.version(), type.names().kind()));
    }
    return body;
  }

  /** The body of an update, which must name the object of the path. */
  ObjectNode namedBody() {
    ObjectNode body = body();
    if (!Meta.name(body).equals(path().name())) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(Meta.name(body), path().name()));
    }
    return body;
  }
}
