package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the protobuf bodies that kubectl's imperative commands send: {@code k8s\0}, then {@code
 * runtime.Unknown} with the object (generated.proto of k8s.io/api 0.32). Other kinds are refused as
 * an unknown media type.
 */
final class Protobuf {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  /**
   * message: number=field:type. Types: s text, b bytes, o bool, l number, another message; {@code
   * +} repeated, {@code %} a map from text.
   */
  private static final String MESSAGES =
      """
      Unknown: 1=typeMeta:TypeMeta 2=raw:b
      TypeMeta: 1=apiVersion:s 2=kind:s
      Meta: 1=name:s 2=generateName:s 3=namespace:s 11=labels:%s 12=annotations:%s 14=finalizers:+s
      Namespace: 1=metadata:Meta
      Secret: 1=metadata:Meta 2=data:%b 3=type:s 4=stringData:%s 5=immutable:o
      ConfigMap: 1=metadata:Meta 2=data:%s 3=binaryData:%b 4=immutable:o
      ServiceAccount: 1=metadata:Meta
      Role: 1=metadata:Meta 2=rules:+Rule
      ClusterRole: 1=metadata:Meta 2=rules:+Rule
      Rule: 1=verbs:+s 2=apiGroups:+s 3=resources:+s 4=resourceNames:+s 5=nonResourceURLs:+s
      RoleBinding: 1=metadata:Meta 2=subjects:+Subject 3=roleRef:RoleRef
      ClusterRoleBinding: 1=metadata:Meta 2=subjects:+Subject 3=roleRef:RoleRef
      Subject: 1=kind:s 2=apiGroup:s 3=name:s 4=namespace:s
      RoleRef: 1=apiGroup:s 2=kind:s 3=name:s
      TokenRequest: 1=metadata:Meta 2=spec:TokenRequestSpec
      TokenRequestSpec: 1=audiences:+s 4=expirationSeconds:l
      SelfSubjectReview: 1=metadata:Meta
      SelfSubjectAccessReview: 1=metadata:Meta 2=spec:AccessSpec
      AccessSpec: 1=resourceAttributes:Resource 2=nonResourceAttributes:NonResource
      Resource: 1=namespace:s 2=verb:s 3=group:s 4=version:s 5=resource:s 6=subresource:s 7=name:s
      NonResource: 1=path:s 2=verb:s
      SelfSubjectRulesReview: 1=metadata:Meta 2=spec:RulesSpec
      RulesSpec: 1=namespace:s
      """;

  private static final Map<String, Map<Integer, String>> TABLE = table();

  private Protobuf() {}

  private static Map<String, Map<Integer, String>> table() {
    Map<String, Map<Integer, String>> table = new HashMap<>();
    for (String line : MESSAGES.lines().toList()) {
      String[] parts = line.split(": ");
      Map<Integer, String> fields = new HashMap<>();
      for (String field : parts[1].split(" ")) {
        int equals = field.indexOf('=');
        fields.put(Integer.valueOf(field.substring(0, equals)), field.substring(equals + 1));
      }
      table.put(parts[0], fields);
    }
    return table;
  }

  static JsonNode read(byte[] body) {
    if (body.length < MAGIC.length || !ByteBuffer.wrap(body, 0, 4).equals(ByteBuffer.wrap(MAGIC))) {
      throw StatusException.badRequest("provided data does not appear to be a protobuf message");
    }
    try {
      ObjectNode unknown = message("Unknown", ByteBuffer.wrap(body, 4, body.length - 4).slice());
      String kind = unknown.path("typeMeta").path("kind").asText();
      if (!TABLE.containsKey(kind)) {
        throw StatusException.mediaType(MEDIA_TYPE + " of a " + kind);
      }
      ObjectNode object = Json.object();
      object.setAll((ObjectNode) unknown.get("typeMeta"));
      byte[] raw = Base64.getDecoder().decode(unknown.path("raw").asText());
      return object.setAll(message(kind, ByteBuffer.wrap(raw)));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw StatusException.badRequest("the protobuf message is cut short");
    }
  }

  private static ObjectNode message(String name, ByteBuffer bytes) {
    ObjectNode message = Json.object();
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      int wire = (int) (tag & 7);
      String field = TABLE.get(name).get((int) (tag >>> 3));
      if (wire == 0) {
        number(message, field, varint(bytes));
      } else if (wire == 2) {
        int length = (int) varint(bytes);
        ByteBuffer value = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        put(message, field, value);
      } else {
        bytes.position(bytes.position() + (wire == 1 ? 8 : 4));
      }
    }
    return message;
  }

  private static void number(ObjectNode message, String field, long value) {
    if (field != null && field.endsWith(":o")) {
      message.put(field.substring(0, field.indexOf(':')), value != 0);
    } else if (field != null) {
      message.put(field.substring(0, field.indexOf(':')), value);
    }
  }

  private static void put(ObjectNode message, String field, ByteBuffer bytes) {
    if (field == null) {
      return;
    }
    String name = field.substring(0, field.indexOf(':'));
    String type = field.substring(name.length() + 1);
    if (type.startsWith("+")) {
      message.withArrayProperty(name).add(value(type.substring(1), bytes));
    } else if (type.startsWith("%")) {
      entry(message.withObjectProperty(name), type.substring(1), bytes);
    } else {
      JsonNode value = value(type, bytes);
      if (!value.isTextual() || !value.asText().isEmpty()) {
        message.set(name, value);
      }
    }
  }

  private static void entry(ObjectNode map, String type, ByteBuffer bytes) {
    String key = "";
    JsonNode value = Json.MAPPER.valueToTree("");
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      int length = (int) varint(bytes);
      ByteBuffer part = bytes.slice(bytes.position(), length);
      bytes.position(bytes.position() + length);
      if (tag >>> 3 == 1) {
        key = text(part);
      } else {
        value = value(type, part);
      }
    }
    map.set(key, value);
  }

  private static JsonNode value(String type, ByteBuffer bytes) {
    return switch (type) {
      case "s" -> Json.MAPPER.valueToTree(text(bytes));
      case "b" -> {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        yield Json.MAPPER.valueToTree(Base64.getEncoder().encodeToString(copy));
      }
      default -> message(type, bytes);
    };
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = bytes.get();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number that does not end");
  }
}
