package dev.offhook.local.lambda;

import java.io.PrintStream;

/** Where the lines go that functions log. */
@FunctionalInterface
public interface FunctionLog {
  /**
   * Takes note of one line.
   *
   * @param function the function's logical id
   * @param line without line end
   */
  void line(String function, String line);

  /** Writes each line after the name of its function. */
  static FunctionLog to(PrintStream out) {
    return (function, line) -> out.println(function + "  " + line);
  }

  /** Takes note of each line of a text. */
  default void text(String function, String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(line -> line(function, line));
  }
}
