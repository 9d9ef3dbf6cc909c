package dev.offhook.local.iam;

import dev.offhook.local.lambda.FunctionLog;

/** The log of functions that may write one; of the others nothing is seen, as in the cloud. */
public record GrantedLog(FunctionLog log, Access access) implements FunctionLog {
  @Override
  public void line(String function, String line) {
    if (access
        .logGroup(function)
        .map(group -> Calls.logs(group).stream().allMatch(each -> access.allows(function, each)))
        .orElse(true)) {
      log.line(function, line);
    }
  }
}
