package dev.offhook.local.junit;

import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions;
import dev.offhook.local.StackOptions.LambdaMode;
import dev.offhook.local.faults.Faults;
import dev.offhook.local.lambda.FunctionStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the stack that {@link OffhookStack} asks for. */
public final class OffhookExtension implements BeforeAllCallback, ParameterResolver {
  /** Parameters that a run of tests would soon exceed: all its guests have one address. */
  private static final List<String> OF_ADDRESSES =
      List.of(
          "AddressSessionsPerMinute", "AddressTicketsPerMinute", "AddressFailedConnectsPerMinute");

  /** As much as the template allows. */
  private static final String NO_LIMIT = "100000";

  private static final Namespace NAMESPACE = Namespace.create(OffhookExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    ledger(context).add(context.getRequiredTestClass());
    stack(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LocalStack.class || type == RightsLedger.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalStack.class
        ? stack(context)
        : ledger(context);
  }

  private static RightsLedger ledger(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(RightsLedger.class, _ -> new RightsLedger(), RightsLedger.class);
  }

  /** What makes two stacks the same. */
  private record Key(
      List<String> parameters, LambdaMode lambda, String faults, long seed, boolean shared) {}

  private static LocalStack stack(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    OffhookStack wanted =
        AnnotationSupport.findAnnotation(
                type, OffhookStack.class, context.getEnclosingTestClasses())
            .orElseThrow(() -> new ExtensionConfigurationException(type + " has no @OffhookStack"));
    Key key =
        new Key(
            List.of(wanted.parameters()),
            wanted.lambda(),
            wanted.faults(),
            wanted.seed(),
            wanted.shared());
    ExtensionContext owner = wanted.shared() ? context.getRoot() : ofClass(context);
    return owner
        .getStore(NAMESPACE)
        .computeIfAbsent(key, wantedKey -> start(wantedKey, ledger(context)), Started.class)
        .stack();
  }

  /** The context of the class, which outlives those of its tests. */
  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext found = context;
    while (found.getTestMethod().isPresent()) {
      found = found.getParent().orElse(context.getRoot());
    }
    return found;
  }

  private static Started start(Key key, RightsLedger ledger) {
    StackOptions options = StackOptions.of(template()).withLambdaMode(key.lambda());
    for (String limit : OF_ADDRESSES) {
      options = options.withParameter(limit, NO_LIMIT);
    }
    for (String parameter : key.parameters()) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new ExtensionConfigurationException("a parameter is Name=Value: " + parameter);
      }
      options =
          options.withParameter(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    if (!key.faults().isEmpty()) {
      options = withFaults(options, key);
    }
    try {
      LocalStack stack = LocalStack.start(options);
      ledger.add(stack.access());
      return new Started(stack);
    } catch (FunctionStartException e) {
      throw new ExtensionConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static StackOptions withFaults(StackOptions options, Key key) {
    try {
      StackOptions faulty = options.withFaults(Faults.parse(key.faults()));
      StackOptions seeded = key.seed() == 0 ? faulty : faulty.withSeed(key.seed());
      System.out.println("offhook: faults " + key.faults() + "; seed " + seeded.seed());
      return seeded;
    } catch (IllegalArgumentException e) {
      throw new ExtensionConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The template of the checkout that the tests run in: the nearest one upwards. */
  private static Path template() {
    for (Path directory = Path.of("").toAbsolutePath();
        directory != null;
        directory = directory.getParent()) {
      Path template = directory.resolve("template.yaml");
      if (Files.isRegularFile(template)) {
        return template;
      }
    }
    throw new ExtensionConfigurationException("no template.yaml here or in a directory above");
  }

  /** A stack that ends with the store it is in. */
  private record Started(LocalStack stack) implements AutoCloseable {
    @Override
    public void close() {
      stack.close();
    }
  }
}
