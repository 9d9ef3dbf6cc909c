package dev.offhook.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of {@code docs/protocol.md}. */
final class Protocol {

  private static final Path TEXT = Path.of("..", "docs", "protocol.md");

  private Protocol() {}

  /** The rows of the table of a call: state, frame and who it is from, with {@code |} between. */
  static Set<String> callRows() {
    return table("## A call").stream()
        .map(cells -> String.join(" | ", cells.subList(0, 3)).strip())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The error codes. */
  static Set<String> codes() {
    return table("## Codes").stream()
        .map(cells -> cells.getFirst().replace("`", ""))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The rows of the first table under that heading, without its head. */
  private static List<List<String>> table(String heading) {
    try {
      return Files.readString(TEXT)
          .lines()
          .dropWhile(line -> !line.equals(heading))
          .dropWhile(line -> !line.startsWith("|"))
          .takeWhile(line -> line.startsWith("|"))
          .skip(2)
          .map(Protocol::cells)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1).split("\\|", -1)).map(String::strip).toList();
  }
}
