package dev.offhook.local.template;

import java.io.Serial;

/** A template that can't be used; the message is one line: file, line and reason. */
public final class TemplateException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  /**
   * A failure at a line.
   *
   * @param reason may repeat what the template says
   */
  TemplateException(int line, String reason) {
    this("line " + line + ": " + oneLine(reason), line, oneLine(reason));
  }

  private TemplateException(String message, int line, String reason) {
    super(message);
    this.line = line;
    this.reason = reason;
  }

  /** A failure without a line: the file can't be read, or a parameter asked for isn't declared. */
  static TemplateException ofFile(String file, String reason) {
    return new TemplateException(file + ": " + reason, 0, reason);
  }

  /** The same failure, told with the name of the file. */
  TemplateException in(String file) {
    return line == 0
        ? this
        : new TemplateException(file + ":" + line + ": " + reason, line, reason);
  }

  /** The text with {@code ?} for what would break the line, or do things to a terminal. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
  }
}
