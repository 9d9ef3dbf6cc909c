package dev.offhook.local.lambda;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code com.amazonaws.services.lambda.runtime.Context}: a proxy, because the
 * interface belongs to the function's class loader.
 */
final class HandlerContext implements InvocationHandler {
  private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";
  private static final String LOGGER = "com.amazonaws.services.lambda.runtime.LambdaLogger";

  private final LambdaFunction function;
  private final Invocation invocation;
  private final Object logger;

  private HandlerContext(LambdaFunction function, Invocation invocation, Object logger) {
    this.function = function;
    this.invocation = invocation;
    this.logger = logger;
  }

  /** The context of one event, as an object of the function's own interface. */
  static Object proxy(
      ClassLoader loader, LambdaFunction function, Invocation invocation, FunctionLog log)
      throws ClassNotFoundException {
    Object logger = proxy(loader, LOGGER, logger(function, log));
    return proxy(loader, CONTEXT, new HandlerContext(function, invocation, logger));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "getAwsRequestId" -> invocation.requestId();
      case "getLogGroupName" -> "/aws/lambda/" + function.functionName();
      case "getLogStreamName" -> "local";
      case "getFunctionName" -> function.functionName();
      case "getFunctionVersion" -> "$LATEST";
      case "getInvokedFunctionArn" -> function.arn();
      case "getRemainingTimeInMillis" -> Math.toIntExact(invocation.remaining().toMillis());
      case "getMemoryLimitInMB" -> function.memoryMegabytes();
      case "getLogger" -> logger;
      default -> other(proxy, method, arguments);
    };
  }

  private static InvocationHandler logger(LambdaFunction function, FunctionLog log) {
    return (proxy, method, arguments) -> {
      if (method.getName().equals("log") && !method.isDefault() && arguments != null) {
        log.text(
            function.logicalId(),
            arguments[0] instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(arguments[0]));
        return null;
      }
      return other(proxy, method, arguments);
    };
  }

  /** Methods of Object, default methods, and identities that nobody has here. */
  @SuppressWarnings("ReferenceEquality") // A proxy equals itself alone.
  private static @Nullable Object other(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      case "toString" -> "local";
      default -> null;
    };
  }

  private static Object proxy(ClassLoader loader, String type, InvocationHandler handler)
      throws ClassNotFoundException {
    return Proxy.newProxyInstance(loader, new Class<?>[] {loader.loadClass(type)}, handler);
  }
}
