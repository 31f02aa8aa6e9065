package io.drillmaster.lab.kube;

import java.util.List;
import java.util.Optional;

/** From a request to its answer, without the transport. */
final class Api {
  private static final List<String> PUBLIC = List.of("/version", "/healthz", "/livez", "/readyz");

  private final ResourceTypes types;
  private final Discovery discovery;
  private final Verbs verbs;

  Api(ResourceTypes types, Verbs verbs) {
    this.types = types;
    this.discovery = new Discovery(types);
    this.verbs = verbs;
  }

  Answer answer(ApiRequest request) {
    try {
      authorize(request);
      if (request.resource().isEmpty()) {
        return discovery.answer(request.head().path());
      }
      Optional<ResourceType> type = type(request.resource().get());
      return type.isPresent()
          ? verbs.answer(new Call(request, type.get()))
          : unknown(request.resource().get());
    } catch (StatusException refusal) {
      return Answer.of(refusal);
    }
  }

  void authorize(ApiRequest request) {
    boolean open = PUBLIC.contains(request.head().path());
    if (!open && !request.user().groups().contains("system:masters")) {
      throw Forbidden.of(request);
    }
  }

  Optional<ResourceType> type(ResourcePath path) {
    return types.served(path.apiVersion(), path.plural());
  }

  private static Answer unknown(ResourcePath path) {
    return path.group().isEmpty()
        ? Answer.of(StatusException.unknownPath())
        : Answer.text(404, "404 page not found\n");
  }
}
