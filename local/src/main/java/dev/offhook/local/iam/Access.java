package dev.offhook.local.iam;

import dev.offhook.local.iam.Decision.Allowed;
import dev.offhook.local.iam.Decision.Denied;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds each function to the policies of its role, and keeps which of its rights were used.
 *
 * <p>Who is no function, a developer with the AWS CLI for instance, may do everything. Safe for any
 * number of threads.
 */
public final class Access {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);

  private final Map<String, FunctionRole> roles;
  private final Set<Right> used = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  public Access(List<FunctionRole> roles) {
    this.roles =
        roles.stream().collect(Collectors.toMap(FunctionRole::function, Function.identity()));
  }

  /**
   * Decides about a call, and takes note of the rights that it uses.
   *
   * @param caller a function's logical id, or anybody else
   * @param requests all of which must be allowed
   * @return the first that isn't
   */
  public Optional<Denied> check(String caller, List<Request> requests) {
    FunctionRole role = roles.get(caller);
    if (role == null) {
      return Optional.empty();
    }
    for (Request request : requests) {
      switch (role.decide(request)) {
        case Allowed allowed -> used.add(allowed.right());
        case Denied denied -> {
          tell(denied);
          return Optional.of(denied);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a function could do something; that it is asked here uses no right. */
  public boolean allows(String function, Request request) {
    FunctionRole role = roles.get(function);
    return role == null || role.decide(request) instanceof Allowed;
  }

  /** Where a function's log goes, if there is such a function. */
  Optional<String> logGroup(String function) {
    return Optional.ofNullable(roles.get(function)).map(FunctionRole::logGroup);
  }

  /** What the functions may do. */
  public SortedSet<Right> rights() {
    SortedSet<Right> rights = new TreeSet<>();
    roles.values().forEach(role -> rights.addAll(role.rights()));
    return rights;
  }

  /** Which of the rights were used since the stack's start. */
  public SortedSet<Right> usedRights() {
    return new TreeSet<>(used);
  }

  /** Each once: who is denied something may ask a thousand times. */
  private void tell(Denied denied) {
    Request request = denied.request();
    String what = request.action() + " on " + request.resource();
    String who = denied.role().function();
    if (told.add(who + what)) {
      LOG.warn(
          "{} may not {}: {} of {} {} it",
          who,
          what,
          denied.isExplicit() ? "a policy" : "no policy",
          denied.role().roleName(),
          denied.isExplicit() ? "denies" : "allows");
    }
  }
}
