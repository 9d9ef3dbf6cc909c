package dev.offhook.simulation;

import org.jspecify.annotations.Nullable;

/** The first thing found that must never be. */
final class Broken {

  private @Nullable Violation first;

  void report(String what) {
    report(what, null);
  }

  void report(String what, @Nullable Throwable cause) {
    if (first == null) {
      first = new Violation(what);
      if (cause != null) {
        first.initCause(cause);
      }
    }
  }

  /** Throws what was found, if anything was. */
  void check() {
    if (first != null) {
      throw first;
    }
  }
}
