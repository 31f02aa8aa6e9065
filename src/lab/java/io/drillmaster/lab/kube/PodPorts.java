package io.drillmaster.lab.kube;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What listens in the pods of a cluster. */
final class PodPorts {
  private final Map<Address, PodPort> listening = new ConcurrentHashMap<>();

  /** A port of a pod. */
  record Address(Key pod, int port) {}

  void listen(Address address, PodPort port) {
    listening.put(address, port);
  }

  void close(Address address) {
    listening.remove(address);
  }

  Optional<PodPort> at(Address address) {
    return Optional.ofNullable(listening.get(address));
  }
}
