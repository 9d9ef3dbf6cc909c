package dev.offhook.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps a copy of everything that a run prints, the logs of the functions among it. It is there
 * before any test class: see {@code META-INF/services}.
 */
public final class CapturedOutput implements BeforeAllCallback {
  private static final ByteArrayOutputStream COPY = new ByteArrayOutputStream();
  private static boolean isThere;

  @Override
  public void beforeAll(ExtensionContext context) {
    stand();
  }

  private static synchronized void stand() {
    if (!isThere) {
      System.setOut(copied(System.out));
      System.setErr(copied(System.err));
      isThere = true;
    }
  }

  /** All that was printed until now. */
  static String text() {
    synchronized (COPY) {
      return COPY.toString(UTF_8);
    }
  }

  /** The complete lines that have a text in them. */
  static List<String> lines(String wanted) {
    String text = text();
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.contains(wanted))
        .toList();
  }

  private static PrintStream copied(PrintStream original) {
    return new PrintStream(new Copying(original), true, UTF_8);
  }

  /** Writes to a stream and to the copy. */
  private static final class Copying extends OutputStream {
    private final PrintStream original;

    Copying(PrintStream original) {
      this.original = original;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      original.write(bytes, offset, length);
      synchronized (COPY) {
        COPY.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() {
      original.flush();
    }
  }
}
