package dev.offhook.local.gateway;

import java.util.List;

/** Who may connect: {@code AuthorizationType} of the {@code $connect} route. */
public sealed interface Authorization {
  /** Everyone may. */
  record None() implements Authorization {}

  /**
   * Who a Lambda authorizer of type REQUEST lets in.
   *
   * @param function the authorizer function's logical id
   * @param identitySources expressions like {@code route.request.querystring.token} or {@code
   *     route.request.header.X-Token}; a handshake that lacks one is refused without running the
   *     function
   */
  record Custom(String function, List<String> identitySources) implements Authorization {
    public Custom {
      identitySources = List.copyOf(identitySources);
      identitySources.forEach(IdentitySource::parse);
    }
  }
}
