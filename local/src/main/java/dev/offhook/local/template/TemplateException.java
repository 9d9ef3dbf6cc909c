package dev.offhook.local.template;

import java.io.Serial;

/** A template that can't be used; the message is one line: file, line and reason. */
public final class TemplateException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  TemplateException(int line, String reason) {
    this("line " + line + ": " + reason, line, reason);
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
}
