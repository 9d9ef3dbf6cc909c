package dev.offhook.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A Lambda function of the template.
 *
 * @param code the directory, or jar, that {@code CodeUri} names
 * @param handler the handler's class name
 * @param timeout how long one event may take
 * @param reservedConcurrency how many events it may work on at once; absent: as many as come
 * @param environment its environment variables
 */
public record FunctionResource(
    String logicalId,
    String functionName,
    Path code,
    String handler,
    Duration timeout,
    int memoryMegabytes,
    OptionalInt reservedConcurrency,
    Map<String, String> environment) {
  public FunctionResource {
    environment = Map.copyOf(environment);
  }

  /** Reads a function; {@code CodeUri} is relative to the template's directory. */
  static FunctionResource read(Resource resource, Path directory, LocalReferences references) {
    Properties properties = resource.evaluated(references.evaluator());
    properties.ignore(
        "Architectures",
        "AutoPublishAlias",
        "AutoPublishAliasAllProperties",
        "Description",
        "FunctionName",
        "KmsKeyArn",
        "LoggingConfig",
        "PermissionsBoundary",
        "Policies",
        "PropagateTags",
        "Role",
        "RolePath",
        "SnapStart",
        "Tags",
        "Tracing");
    if (!properties.text("Runtime").startsWith("java")) {
      throw properties.failure("Runtime", "is not one of Java, which the local stack runs alone");
    }
    String handler = properties.text("Handler");
    if (!handler.matches("[\\p{Alnum}_.$]+")) {
      throw properties.failure("Handler", "must be the name of a class");
    }
    FunctionResource function =
        new FunctionResource(
            resource.logicalId(),
            references.name(resource),
            directory.resolve(properties.text("CodeUri")),
            handler,
            Duration.ofSeconds(properties.integer("Timeout", 1, 900).orElse(3)),
            properties.integer("MemorySize", 128, 10_240).orElse(128),
            properties.integer("ReservedConcurrentExecutions", 0, 1000),
            environment(properties));
    properties.finish();
    return function;
  }

  private static Map<String, String> environment(Properties properties) {
    return properties
        .optionalNested("Environment")
        .map(
            environment -> {
              Map<String, String> variables = environment.textMap("Variables");
              environment.finish();
              return variables;
            })
        .orElse(Map.of());
  }
}
