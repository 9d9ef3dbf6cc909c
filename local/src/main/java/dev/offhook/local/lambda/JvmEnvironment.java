package dev.offhook.local.lambda;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An environment inside this JVM: a class loader of the function's own code, above it that of its
 * {@link Libraries}, and one thread.
 *
 * <p>A JVM has one set of environment variables, so a handler is made with its constructor that
 * takes a {@code Map<String, String>} of them, or, if it has none, with the empty one.
 */
final class JvmEnvironment implements ExecutionEnvironment {
  private static final String HANDLER =
      "com.amazonaws.services.lambda.runtime.RequestStreamHandler";
  private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";

  private final LambdaFunction function;
  private final FunctionLog log;
  private final URLClassLoader loader;
  private final ExecutorService thread;
  private final Object handler;
  private final Method handle;
  private volatile boolean usable = true;
  private volatile @Nullable Future<byte[]> current;

  private JvmEnvironment(
      LambdaFunction function,
      FunctionLog log,
      URLClassLoader loader,
      ExecutorService thread,
      Object handler,
      Method handle) {
    this.function = function;
    this.log = log;
    this.loader = loader;
    this.thread = thread;
    this.handler = handler;
    this.handle = handle;
  }

  static JvmEnvironment start(LambdaFunction function, FunctionLog log)
      throws FunctionStartException {
    URLClassLoader loader = loader(function);
    ExecutorService thread = thread(function, loader);
    boolean started = false;
    try {
      Object handler = get(thread.submit(() -> handler(function, loader)));
      Method handle =
          loader
              .loadClass(HANDLER)
              .getMethod(
                  "handleRequest",
                  InputStream.class,
                  OutputStream.class,
                  loader.loadClass(CONTEXT));
      JvmEnvironment environment =
          new JvmEnvironment(function, log, loader, thread, handler, handle);
      started = true;
      return environment;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw FunctionStartException.of(function, e);
    } catch (ExecutionException e) {
      throw FunctionStartException.of(function, blamed(e));
    } finally {
      if (!started) {
        end(thread, loader);
      }
    }
  }

  @Override
  public InvocationResult invoke(Invocation invocation) {
    Future<byte[]> answer = thread.submit(task(invocation));
    current = answer;
    if (!usable) {
      // Killed before it could be told what to stop.
      answer.cancel(true);
    }
    try {
      return new InvocationResult.Returned(
          answer.get(invocation.remaining().toNanos(), TimeUnit.NANOSECONDS));
    } catch (CancellationException e) {
      return CRASHED;
    } catch (TimeoutException e) {
      usable = false;
      answer.cancel(true);
      return new InvocationResult.TimedOut();
    } catch (ExecutionException e) {
      Throwable cause = blamed(e);
      usable = !(cause instanceof Error);
      return new InvocationResult.Failed(
          cause.getClass().getName(), Optional.ofNullable(cause.getMessage()).orElse(""));
    } catch (InterruptedException e) {
      usable = false;
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new InvocationResult.Failed("Runtime.Interrupted", "");
    }
  }

  @Override
  public boolean isUsable() {
    return usable;
  }

  @Override
  public void kill() {
    usable = false;
    Future<byte[]> answer = current;
    if (answer != null) {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    usable = false;
    if (handler instanceof AutoCloseable closeable) {
      thread.execute(
          () -> {
            try {
              closeable.close();
            } catch (Exception e) {
              log.line(function.logicalId(), "could not be closed: " + e.getClass().getName());
            }
          });
    }
    end(thread, loader);
    if (!thread.isTerminated()) {
      kill();
    }
  }

  private Callable<byte[]> task(Invocation invocation) {
    return () -> {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Object context = HandlerContext.proxy(loader, function, invocation, this::logWhileAlive);
      handle.invoke(handler, new ByteArrayInputStream(invocation.event()), output, context);
      return output.toByteArray();
    };
  }

  /** What is left of a handler that was given up on has no log any more. */
  private void logWhileAlive(String name, String line) {
    if (usable) {
      log.line(name, line);
    }
  }

  private static Object handler(LambdaFunction function, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(function.handler(), true, loader);
    if (!loader.loadClass(HANDLER).isAssignableFrom(type)) {
      throw new ClassCastException(function.handler() + " is not a RequestStreamHandler");
    }
    for (Constructor<?> constructor : type.getConstructors()) {
      if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Map.class) {
        return constructor.newInstance(function.environment());
      }
    }
    return type.getConstructor().newInstance();
  }

  private static URLClassLoader loader(LambdaFunction function) {
    ClassPath classPath = function.classPath();
    return new URLClassLoader(
        "lambda-" + function.logicalId(),
        new URL[] {Libraries.url(classPath.code())},
        Libraries.loader(classPath.libraries()));
  }

  private static ExecutorService thread(LambdaFunction function, ClassLoader loader) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread =
              Thread.ofPlatform().daemon().name("lambda-" + function.logicalId()).unstarted(task);
          thread.setContextClassLoader(loader);
          return thread;
        });
  }

  /** The classes go last, on the thread that needs them: it may be busy for a while. */
  private static void end(ExecutorService thread, URLClassLoader loader) {
    thread.execute(() -> close(loader));
    thread.shutdown();
    try {
      var _ = thread.awaitTermination(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      // A jar that can't be closed is read-only and forgotten with this process.
    }
  }

  private static <T> T get(Future<T> future) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What the function threw, without what reflection and the executor wrapped around it. */
  private static Throwable blamed(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof ExecutionException
            || cause instanceof InvocationTargetException
            || cause instanceof ExceptionInInitializerError)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
