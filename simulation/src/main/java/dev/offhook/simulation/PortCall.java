package dev.offhook.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call of the service to one of its ports. */
public final class PortCall {

  private final Object target;
  private final Method method;
  private final @Nullable Object[] arguments;

  PortCall(Object target, Method method, @Nullable Object[] arguments) {
    this.target = target;
    this.method = method;
    this.arguments = arguments;
  }

  /** The port. */
  public Object target() {
    return target;
  }

  public Method method() {
    return method;
  }

  public @Nullable Object[] arguments() {
    return arguments.clone();
  }

  /** An argument that is there. */
  public <T> T argument(int index, Class<T> type) {
    return type.cast(Objects.requireNonNull(arguments[index]));
  }

  /** Whether it is that method of that port. */
  public boolean is(Class<?> port, String name) {
    return method.getDeclaringClass() == port && method.getName().equals(name);
  }

  /** Lets the port do it. */
  public @Nullable Object proceed() {
    return proceedWith(arguments);
  }

  /** Lets the port do it with other arguments. */
  public @Nullable Object proceedWith(@Nullable Object... others) {
    try {
      return method.invoke(target, others);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
