package dev.offhook.simulation;

import dev.offhook.signaling.Connections;
import dev.offhook.simulation.Faults.Fault;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every port: here handlers stand still so that others overtake them, die, and are
 * refused.
 */
final class PortGate {

  /** Notes what a port has done. */
  interface Done {
    /** Takes a call and its result. */
    void note(PortCall call, @Nullable Object result);
  }

  private final Lambda lambda;
  private final Faults faults;
  private final Tampering tampering;
  private final Trace trace;
  private final Done done;

  /**
   * Takes what is told of each call that a port has done.
   *
   * @param tampering a bug to be found
   */
  PortGate(Lambda lambda, Faults faults, Tampering tampering, Trace trace, Done done) {
    this.lambda = lambda;
    this.faults = faults;
    this.tampering = tampering;
    this.trace = trace;
    this.done = done;
  }

  /** The port as the service gets it. */
  <P> P before(Class<P> port, P target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(), new Class<?>[] {port}, new Gate(port, target)));
  }

  private final class Gate implements InvocationHandler {
    private final Class<?> port;
    private final Object target;

    private Gate(Class<?> port, Object target) {
      this.port = port;
      this.target = target;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
      @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
      PortCall call = new PortCall(target, method, given);
      Optional<Lambda.Run> run = lambda.running();
      return run.isPresent() ? in(run.get(), call) : tampering.call(call);
    }

    private @Nullable Object in(Lambda.Run run, PortCall call) {
      run.checkAlive();
      run.pause(faults.portMillis());
      if (faults.happens(Fault.CRASH)) {
        throw run.die("before " + call.method().getName());
      }
      boolean mayThrow = port != Connections.class;
      if (mayThrow && faults.happens(Fault.UNAVAILABLE)) {
        trace.say("%s %s is refused", run, call.method().getName());
        throw new Unavailable();
      }
      Object result = tampering.call(call);
      trace(run, call, result);
      done.note(call, result);
      if (faults.happens(Fault.CRASH)) {
        throw run.die("after " + call.method().getName());
      }
      if (mayThrow && faults.happens(Fault.TIMED_OUT)) {
        trace.say("%s %s is said to be refused, but is done", run, call.method().getName());
        throw new Unavailable();
      }
      run.pause(faults.portMillis());
      return result;
    }

    private void trace(Lambda.Run run, PortCall call, @Nullable Object result) {
      if (port != Connections.class && trace.isOn()) {
        trace.say(
            "%s %s.%s%s -> %s",
            run,
            port.getSimpleName(),
            call.method().getName(),
            Trace.told(Arrays.asList(call.arguments())),
            Trace.told(result));
      }
    }
  }
}
