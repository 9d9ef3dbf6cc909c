package dev.offhook.session;

import dev.offhook.protocol.ReadableName;
import dev.offhook.protocol.SessionId;
import java.util.Optional;

/** The rule for the names that guests give themselves. */
public final class DisplayName {

  private static final int MAX_CHARACTERS = 64;
  private static final int SUFFIX_CHARACTERS = 4;

  private DisplayName() {}

  /**
   * The name as it is kept: without the white space around it, as {@code String.prototype.trim} of
   * ECMAScript has it. Empty if it has no or more than 64 code points then, or isn't a {@link
   * ReadableName}.
   */
  public static Optional<String> clean(String name) {
    String stripped = trimmed(name);
    int length = stripped.codePointCount(0, stripped.length());
    boolean usable = length >= 1 && length <= MAX_CHARACTERS && ReadableName.isReadable(stripped);
    return usable ? Optional.of(stripped) : Optional.empty();
  }

  /** The name of a guest who gave none. */
  public static String ofGuest(SessionId id) {
    return "Guest-" + id.value().substring(0, Math.min(SUFFIX_CHARACTERS, id.value().length()));
  }

  private static String trimmed(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && isWhiteSpace(name.charAt(start))) {
      start++;
    }
    while (start < end && isWhiteSpace(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(start, end);
  }

  private static boolean isWhiteSpace(char c) {
    return (c >= '\t' && c <= '\r') || c == '\uFEFF' || Character.isSpaceChar(c);
  }
}
