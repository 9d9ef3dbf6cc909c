package dev.offhook.simulation;

import org.jspecify.annotations.Nullable;

/** Comes between the service and its ports: how a bug is planted. */
@FunctionalInterface
public interface Tampering {

  /** Leaves everything as it is. */
  Tampering NONE = PortCall::proceed;

  /** Does what the port should do, or something else. */
  @Nullable Object call(PortCall call);
}
