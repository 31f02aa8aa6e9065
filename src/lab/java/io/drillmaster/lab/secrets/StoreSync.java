package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the operator does for one store: asks its provider and says whether it answers. */
final class StoreSync {
  private final ApiServer api;
  private final Provider provider;
  private final Recorder recorder;

  StoreSync(ApiServer api, Provider provider) {
    this.api = api;
    this.provider = provider;
    this.recorder = new Recorder(api);
  }

  /**
   * @return whether its provider answered
   */
  boolean validate(ObjectNode store) {
    try {
      provider.validate();
      set(store, true, "Valid", "store validated");
      return true;
    } catch (ProviderException e) {
      recorder.warn(store, "InvalidProviderConfig", e.getMessage());
      set(store, false, "InvalidProviderConfig", "unable to validate store");
      return false;
    }
  }

  private void set(ObjectNode store, boolean ready, String reason, String message) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("capabilities", "ReadWrite");
    status.put("conditions", Conditions.ready(store, ready, reason, message));
    String namespace = store.path("metadata").path("namespace").asText();
    String name = store.path("metadata").path("name").asText();
    api.setStatus(store.path("kind").asText(), namespace, name, status);
  }
}
