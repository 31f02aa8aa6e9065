package io.drillmaster.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** The schema with one more stanza under {@code probes}. */
public final class ExtendedSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root;

  /**
   * @param stanza the name of a probe and its rules, as they stand in the schema
   */
  public ExtendedSchema(String stanza) {
    try {
      root = (ObjectNode) JSON.readTree(ConfigLoader.schema());
      ObjectNode added = (ObjectNode) JSON.readTree("{" + stanza + "}");
      ((ObjectNode) root.at("/properties/probes/properties")).setAll(added);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the stanza is not JSON", e);
    }
  }

  public DrillmasterConfig load(Path file) throws InvalidConfigException {
    return new ConfigLoader(root.toString(), true).read(file);
  }
}
