package dev.offhook.protocol;

import java.util.Set;

/**
 * What may stand in a name that people read and take for what it says: a guest's, a file's. There
 * is something to see in it, and nothing that changes how the rest is shown.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/">Unicode Security Considerations</a>
 */
public final class ReadableName {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** Letters and symbols by their category that look like nothing: fillers, an empty pattern. */
  private static final Set<Integer> BLANK = Set.of(0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0);

  private ReadableName() {}

  /**
   * Whether a text is one: no control and format characters, line breaks, changes of writing
   * direction, unpaired surrogates, noncharacters and blanks that pass for letters. The joiners
   * that scripts and emoji need may stand between two others; at least one character can be seen.
   */
  public static boolean isReadable(String text) {
    int[] codePoints = text.codePoints().toArray();
    boolean visible = false;
    for (int i = 0; i < codePoints.length; i++) {
      boolean inside = i > 0 && i < codePoints.length - 1;
      if (isJoiner(codePoints[i])) {
        if (!inside || !joins(codePoints[i - 1]) || !joins(codePoints[i + 1])) {
          return false;
        }
      } else if (isForbidden(codePoints[i])) {
        return false;
      } else {
        visible |= isVisible(codePoints[i]);
      }
    }
    return visible;
  }

  private static boolean isJoiner(int codePoint) {
    return codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
  }

  private static boolean joins(int codePoint) {
    return !isJoiner(codePoint) && !Character.isSpaceChar(codePoint);
  }

  private static boolean isForbidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> BLANK.contains(codePoint) || isNoncharacter(codePoint);
    };
  }

  private static boolean isNoncharacter(int codePoint) {
    return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> false;
      default -> true;
    };
  }
}
