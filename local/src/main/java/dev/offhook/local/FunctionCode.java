package dev.offhook.local;

import dev.offhook.local.lambda.ClassPath;
import dev.offhook.local.lambda.LambdaFunction;
import dev.offhook.local.template.FunctionResource;
import dev.offhook.local.template.LocalEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the built code of functions and gives them the environment that Lambda would. Code is what
 * Maven leaves in {@code target} of the directory that the template names: one jar, and the
 * libraries in {@code lib}.
 */
final class FunctionCode {

  private final LocalEnvironment environment;
  private final String stage;

  /**
   * @param stage of the WebSocket API, below which its management API is
   */
  FunctionCode(LocalEnvironment environment, String stage) {
    this.environment = environment;
    this.stage = stage;
  }

  List<LambdaFunction> functions(List<FunctionResource> resources) {
    return resources.stream().map(this::function).toList();
  }

  private LambdaFunction function(FunctionResource resource) {
    return new LambdaFunction(
        resource.logicalId(),
        resource.functionName(),
        "arn:aws:lambda:%s:%s:function:%s"
            .formatted(LocalEnvironment.REGION, LocalEnvironment.ACCOUNT, resource.functionName()),
        classPath(resource.code()),
        resource.handler(),
        variables(resource),
        resource.timeout(),
        resource.memoryMegabytes(),
        resource.reservedConcurrency());
  }

  /**
   * The variables of the template, those that Lambda adds, and AWS's own for other endpoints. The
   * access key is the function's logical id: that is how its calls are known.
   */
  private Map<String, String> variables(FunctionResource resource) {
    Map<String, String> variables = new LinkedHashMap<>(resource.environment());
    variables.put("AWS_REGION", LocalEnvironment.REGION);
    variables.put("AWS_DEFAULT_REGION", LocalEnvironment.REGION);
    variables.put("AWS_LAMBDA_FUNCTION_NAME", resource.functionName());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(resource.memoryMegabytes()));
    variables.put("AWS_ACCESS_KEY_ID", resource.logicalId());
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    variables.put("AWS_ENDPOINT_URL", environment.url());
    variables.put("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", environment.url() + "/" + stage);
    return variables;
  }

  private static ClassPath classPath(Path code) {
    Path target = code.resolve("target");
    List<Path> jars = jars(target);
    if (jars.size() != 1) {
      throw new StackStartException(
          "the functions in " + code + " are not built: run ./offhook build");
    }
    return new ClassPath(jars.getFirst(), jars(target.resolve("lib")));
  }

  private static List<Path> jars(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException unreadable) {
      throw new StackStartException("the directory " + directory + " can't be read", unreadable);
    }
  }
}
