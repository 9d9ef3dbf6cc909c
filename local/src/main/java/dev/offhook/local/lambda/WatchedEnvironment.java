package dev.offhook.local.lambda;

import java.util.UUID;

/** An environment that an {@link Overseer} watches, known by a session token of its own. */
final class WatchedEnvironment implements ExecutionEnvironment {
  private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

  private final ExecutionEnvironment environment;
  private final String function;
  private final String token;
  private final Overseer overseer;
  private volatile boolean killed;

  private WatchedEnvironment(
      ExecutionEnvironment environment, String function, String token, Overseer overseer) {
    this.environment = environment;
    this.function = function;
    this.token = token;
    this.overseer = overseer;
  }

  /** Starts environments that are watched. */
  static Starter starter(Starter starter, Overseer overseer) {
    return function -> {
      String token = UUID.randomUUID().toString();
      return new WatchedEnvironment(
          starter.start(function.withVariable(SESSION_TOKEN, token)),
          function.logicalId(),
          token,
          overseer);
    };
  }

  @Override
  public InvocationResult invoke(Invocation invocation) {
    overseer.begins(function, token, invocation.event(), this::kill);
    InvocationResult result = environment.invoke(invocation);
    if (overseer.ends(token)) {
      return result;
    }
    killed = true;
    return CRASHED;
  }

  @Override
  public boolean isUsable() {
    return !killed && environment.isUsable();
  }

  @Override
  public void kill() {
    killed = true;
    environment.kill();
  }

  @Override
  public void close() {
    environment.close();
  }
}
