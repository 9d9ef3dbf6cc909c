package dev.offhook.local;

import dev.offhook.local.faults.Faults;
import dev.offhook.local.gateway.GatewayLimits;
import dev.offhook.local.lambda.FunctionLog;
import java.nio.file.Path;
import java.security.SecureRandom;
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
 * @param faults which go wrong by themselves; absent: none can, nor can a test script any
 * @param seed that the faults are drawn from
 * @param log where what functions log goes
 */
public record StackOptions(
    Path template,
    int port,
    Map<String, String> parameters,
    LambdaMode lambdaMode,
    GatewayLimits limits,
    Optional<Path> stateDirectory,
    Optional<Faults> faults,
    long seed,
    FunctionLog log) {

  /** How functions run. */
  public enum LambdaMode {
    /**
     * In this JVM: each execution environment has its own classes of the function, and all share
     * its libraries.
     */
    JVM,
    /** In processes of their own, under AWS's runtime interface client. */
    PROCESS
  }

  public StackOptions {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The template on any free port, with its defaults and AWS's quotas, no state kept, no faults.
   */
  public static StackOptions of(Path template) {
    return new StackOptions(
        template,
        0,
        Map.of(),
        LambdaMode.JVM,
        GatewayLimits.AWS,
        Optional.empty(),
        Optional.empty(),
        new SecureRandom().nextInt(1, Integer.MAX_VALUE),
        FunctionLog.to(System.out));
  }

  public StackOptions withTemplate(Path changed) {
    return new StackOptions(
        changed, port, parameters, lambdaMode, limits, stateDirectory, faults, seed, log);
  }

  public StackOptions withPort(int changed) {
    return new StackOptions(
        template, changed, parameters, lambdaMode, limits, stateDirectory, faults, seed, log);
  }

  /** With one more parameter. */
  public StackOptions withParameter(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new StackOptions(
        template, port, more, lambdaMode, limits, stateDirectory, faults, seed, log);
  }

  public StackOptions withLambdaMode(LambdaMode changed) {
    return new StackOptions(
        template, port, parameters, changed, limits, stateDirectory, faults, seed, log);
  }

  public StackOptions withLimits(GatewayLimits changed) {
    return new StackOptions(
        template, port, parameters, lambdaMode, changed, stateDirectory, faults, seed, log);
  }

  public StackOptions withStateDirectory(Path changed) {
    return new StackOptions(
        template, port, parameters, lambdaMode, limits, Optional.of(changed), faults, seed, log);
  }

  /** With faults by rate; those of {@link Faults#NONE} are for a test to script. */
  public StackOptions withFaults(Faults changed) {
    return new StackOptions(
        template,
        port,
        parameters,
        lambdaMode,
        limits,
        stateDirectory,
        Optional.of(changed),
        seed,
        log);
  }

  public StackOptions withSeed(long changed) {
    return new StackOptions(
        template, port, parameters, lambdaMode, limits, stateDirectory, faults, changed, log);
  }

  public StackOptions withLog(FunctionLog changed) {
    return new StackOptions(
        template, port, parameters, lambdaMode, limits, stateDirectory, faults, seed, changed);
  }

  /** The directory of the template, which code, pages and native libraries are found from. */
  Path home() {
    return Optional.ofNullable(template.toAbsolutePath().getParent()).orElse(template);
  }
}
