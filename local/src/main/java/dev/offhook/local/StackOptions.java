package dev.offhook.local;

import dev.offhook.local.gateway.GatewayLimits;
import dev.offhook.local.lambda.FunctionLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a local stack is to be started.
 *
 * @param template the SAM template; code and pages are found relative to its directory
 * @param port that everything is served on; 0: any free one
 * @param parameters values of the template's parameters, in place of their defaults
 * @param lambdaMode how functions run
 * @param limits of the gateway
 * @param stateDirectory where secrets stay from one start to the next; absent: they are made anew
 * @param log where what functions log goes
 */
public record StackOptions(
    Path template,
    int port,
    Map<String, String> parameters,
    LambdaMode lambdaMode,
    GatewayLimits limits,
    Optional<Path> stateDirectory,
    FunctionLog log) {

  /** How functions run. */
  public enum LambdaMode {
    /** In this JVM, each execution environment in a class loader of its own. */
    JVM,
    /** In processes of their own, under AWS's runtime interface client. */
    PROCESS
  }

  public StackOptions {
    parameters = Map.copyOf(parameters);
  }

  /** The template on any free port, with its defaults and AWS's quotas, and no state kept. */
  public static StackOptions of(Path template) {
    return new StackOptions(
        template,
        0,
        Map.of(),
        LambdaMode.JVM,
        GatewayLimits.AWS,
        Optional.empty(),
        FunctionLog.to(System.out));
  }

  public StackOptions withTemplate(Path changed) {
    return new StackOptions(changed, port, parameters, lambdaMode, limits, stateDirectory, log);
  }

  public StackOptions withPort(int changed) {
    return new StackOptions(template, changed, parameters, lambdaMode, limits, stateDirectory, log);
  }

  /** With one more parameter. */
  public StackOptions withParameter(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new StackOptions(template, port, more, lambdaMode, limits, stateDirectory, log);
  }

  public StackOptions withLambdaMode(LambdaMode changed) {
    return new StackOptions(template, port, parameters, changed, limits, stateDirectory, log);
  }

  public StackOptions withLimits(GatewayLimits changed) {
    return new StackOptions(template, port, parameters, lambdaMode, changed, stateDirectory, log);
  }

  public StackOptions withStateDirectory(Path changed) {
    return new StackOptions(
        template, port, parameters, lambdaMode, limits, Optional.of(changed), log);
  }

  public StackOptions withLog(FunctionLog changed) {
    return new StackOptions(
        template, port, parameters, lambdaMode, limits, stateDirectory, changed);
  }

  /** The directory of the template, which code, pages and native libraries are found from. */
  Path home() {
    return Optional.ofNullable(template.toAbsolutePath().getParent()).orElse(template);
  }
}
