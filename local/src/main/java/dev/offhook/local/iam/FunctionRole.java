package dev.offhook.local.iam;

import java.util.List;
import java.util.Optional;

/**
 * A function with the role that it runs under.
 *
 * @param function the function's logical id
 * @param functionName which the role's sessions go by
 * @param logGroup where the function's log goes
 * @param statements of all the role's policies
 */
public record FunctionRole(
    String function,
    String functionName,
    String roleName,
    String logGroup,
    List<Statement> statements) {
  public FunctionRole {
    statements = List.copyOf(statements);
  }

  /** An explicit deny wins; then the first statement that allows the request; else it is denied. */
  Decision decide(Request request) {
    Optional<Statement> denying =
        statements.stream()
            .filter(statement -> statement.effect() == Statement.Effect.DENY)
            .filter(statement -> statement.match(request).isPresent())
            .findFirst();
    if (denying.isPresent()) {
      return new Decision.Denied(this, request, true);
    }
    return statements.stream()
        .filter(statement -> statement.effect() == Statement.Effect.ALLOW)
        .flatMap(statement -> statement.match(request).stream())
        .<Decision>map(
            match -> new Decision.Allowed(new Right(function, match.action(), match.resource())))
        .findFirst()
        .orElseGet(() -> new Decision.Denied(this, request, false));
  }

  /** Each action on each resource that a statement allows. */
  List<Right> rights() {
    return statements.stream()
        .filter(statement -> statement.effect() == Statement.Effect.ALLOW)
        .flatMap(
            statement ->
                statement.actions().stream()
                    .flatMap(
                        action ->
                            statement.resources().stream()
                                .map(resource -> new Right(function, action, resource))))
        .toList();
  }
}
