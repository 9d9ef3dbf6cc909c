package dev.offhook.bench;

import dev.offhook.local.StackOptions;
import java.nio.file.Path;

/**
 * What every benchmark starts: the template of this checkout, for more guests than one has
 * otherwise.
 */
final class BenchStack {
  private BenchStack() {}

  static StackOptions options() {
    return StackOptions.of(Path.of(System.getProperty("offhook.home", "."), "template.yaml"))
        .withParameter("AddressSessionsPerMinute", "100000")
        .withLog((_, _) -> {});
  }
}
