package dev.offhook.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The example frames of {@code docs/frames}, which the TypeScript tests read too. */
public final class FrameExamples {

  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ""), "..", "docs", "frames");

  private static final int LONGEST_SEED = 4096;

  /**
   * One example.
   *
   * @param text the message as it goes over the socket
   * @param code of the error that answers it; only in {@code refused}
   */
  record Example(
      String file,
      String name,
      String text,
      Optional<String> code,
      Optional<String> path,
      Optional<String> id) {
    @Override
    public String toString() {
      return name;
    }
  }

  private FrameExamples() {}

  static List<Example> client() {
    return in("client");
  }

  static List<Example> server() {
    return in("server");
  }

  static List<Example> refused() {
    return in("refused");
  }

  /** What fuzzing starts from: what clients send, refused or not, but for the frames of 32 KiB. */
  public static Stream<String> seeds() {
    return Stream.concat(client().stream(), refused().stream())
        .map(Example::text)
        .filter(text -> text.length() <= LONGEST_SEED);
  }

  private static List<Example> in(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().map(FrameExamples::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The frame is taken out as it stands: wrapped as it is, it may be nested too deep to read. */
  private static Example read(Path file) {
    try {
      String text = Files.readString(file);
      Map<String, String> members = new HashMap<>();
      try (JsonParser parser = new JsonFactory().createParser(text)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          int start = (int) parser.currentTokenLocation().getCharOffset();
          String value = parser.getText();
          parser.skipChildren();
          int end = (int) parser.currentLocation().getCharOffset();
          members.put(name, name.equals("frame") ? compact(text.substring(start, end)) : value);
        }
      }
      return new Example(
          file.getFileName().toString(),
          member(members, "name").orElseThrow(),
          member(members, "frame").or(() -> member(members, "text")).orElseThrow(),
          member(members, "code"),
          member(members, "path"),
          member(members, "id"));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Optional<String> member(Map<String, String> members, String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** JSON without the white space between its tokens. */
  private static String compact(String json) {
    StringBuilder compact = new StringBuilder();
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        inString = !inString;
      }
      if (inString || !Character.isWhitespace(c)) {
        compact.append(c);
      }
      if (inString && c == '\\') {
        i++;
        compact.append(json.charAt(i));
      }
    }
    return compact.toString();
  }
}
