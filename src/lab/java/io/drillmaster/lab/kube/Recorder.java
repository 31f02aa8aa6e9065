package io.drillmaster.lab.kube;

import java.util.List;
import java.util.Optional;

/** What the lab switches on and what it may look at afterwards: faults and requests. */
final class Recorder {
  private final List<Fault> faults;
  private final RequestLog log;

  Recorder(List<Fault> faults, RequestLog log) {
    this.faults = faults;
    this.log = log;
  }

  Optional<Fault> fault(String verb, String uri) {
    return faults.stream().filter(fault -> fault.hits(verb, uri)).findFirst();
  }

  void record(ApiRequest request, int code) {
    log.add(
        new RecordedRequest(
            request.head().method(),
            request.head().path(),
            request.verb(),
            request.user().name(),
            code));
  }
}
