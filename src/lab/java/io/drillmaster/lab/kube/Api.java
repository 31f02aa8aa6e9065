package io.drillmaster.lab.kube;

import io.drillmaster.lab.kube.Rbac.Attributes;
import java.util.Optional;

/** From a request to its answer, without the transport. */
final class Api {
  private final ResourceTypes types;
  private final Discovery discovery;
  private final Verbs verbs;
  private final Rbac rbac;
  private final Reviews reviews;
  private final Subresources subresources;

  Api(Cluster cluster, Tokens tokens, PodLogs logs) {
    this.types = cluster.types;
    this.discovery = new Discovery(types);
    this.verbs = new Verbs(cluster);
    this.rbac = new Rbac(cluster.store);
    this.reviews = new Reviews(rbac, tokens);
    this.subresources = new Subresources(cluster.store, tokens, logs);
  }

  Answer answer(ApiRequest request) {
    try {
      authorize(request);
      return request.resource().isPresent()
          ? answer(request, request.resource().get())
          : discovery.answer(request.head().path());
    } catch (StatusException refusal) {
      return Answer.of(refusal);
    }
  }

  private Answer answer(ApiRequest request, ResourcePath path) {
    Optional<Answer> review = reviews.answer(request, path);
    if (review.isPresent()) {
      return review.get();
    }
    Optional<Call> call = type(path).map(type -> new Call(request, type));
    if (call.isEmpty()) {
      return unknown(path);
    }
    return subresources.answer(call.get()).orElseGet(() -> verbs.answer(call.get()));
  }

  /**
   * Checks that the rules allow the request.
   *
   * @throws StatusException 403
   */
  void authorize(ApiRequest request) {
    boolean allowed =
        request.resource().isPresent()
            ? rbac.allows(request.user(), Attributes.of(request, request.resource().orElseThrow()))
            : rbac.allows(request.user(), request.verb(), request.head().path());
    if (!allowed) {
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
