package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;

final class Protobuf {
  private Protobuf() {}

  static JsonNode read(byte[] body) {
    throw StatusException.mediaType("application/vnd.kubernetes.protobuf");
  }
}
