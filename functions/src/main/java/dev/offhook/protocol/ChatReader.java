package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ClientFrame.Chat;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the members of {@code chat:*}: only what the contract names is kept. */
final class ChatReader {

  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
  private static final int MAX_NAME_CHARACTERS = 255;
  private static final int MAX_MIME_TYPE_CHARACTERS = 127;
  private static final int MAX_URL_CHARACTERS = 2048;
  private static final long MAX_DURATION_MILLIS = 3_600_000;

  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

  /**
   * A parameter's value as browsers write it: quoted, or anything printable, commas too ({@code
   * codecs=vp8,opus}).
   */
  private static final String VALUE = "(?:\"(?:[^\"\\\\]|\\\\.)*\"|[!#-:<-~]+)";

  /** What a {@code Blob} has as its type (W3C File API): a media type in ASCII, or nothing. */
  private static final Pattern MIME_TYPE =
      Pattern.compile("(?:" + TOKEN + "/" + TOKEN + "(?: *; *" + TOKEN + "=" + VALUE + ")*)?");

  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");

  private static final Set<String> DIRECTORIES = Set.of(".", "..");

  private ChatReader() {}

  static Chat read(String action, Members frame, Optional<FrameId> id) throws MalformedException {
    return switch (action) {
      case Action.CHAT_TEXT -> new Chat(id, action, Map.of("text", text(frame)));
      case Action.CHAT_FILE -> new Chat(id, action, Map.of("file", file(frame.object("file"))));
      case Action.CHAT_VOICE -> new Chat(id, action, Map.of("voice", voice(frame.object("voice"))));
      case String other -> throw new IllegalArgumentException("not a chat action");
    };
  }

  private static Json text(Members frame) throws MalformedException {
    return Json.of(frame.string("text", 1, Limits.TEXT_CHARACTERS));
  }

  private static JsonObject file(Members file) throws MalformedException {
    return Json.object()
        .put("name", fileName(file))
        .put("size", file.whole("size", 0, MAX_SAFE_INTEGER))
        .put("mimeType", mimeType(file))
        .put("url", url(file))
        .build();
  }

  private static JsonObject voice(Members voice) throws MalformedException {
    return Json.object()
        .put("durationMs", voice.whole("durationMs", 0, MAX_DURATION_MILLIS))
        .put("size", voice.whole("size", 0, MAX_SAFE_INTEGER))
        .put("mimeType", mimeType(voice))
        .put("url", url(voice))
        .build();
  }

  private static String fileName(Members file) throws MalformedException {
    String name = file.string("name", 1, MAX_NAME_CHARACTERS);
    boolean isPath =
        name.chars().anyMatch(c -> c == '/' || c == '\\') || DIRECTORIES.contains(name);
    if (isPath || !ReadableName.isReadable(name)) {
      throw new MalformedException(
          file.pathTo("name"), "must be a file's name: no path, nothing invisible");
    }
    return name;
  }

  private static String mimeType(Members members) throws MalformedException {
    String mimeType = members.string("mimeType", 0, MAX_MIME_TYPE_CHARACTERS);
    if (!PRINTABLE.matcher(mimeType).matches() || !MIME_TYPE.matcher(mimeType).matches()) {
      throw new MalformedException(members.pathTo("mimeType"), "must be a media type");
    }
    return mimeType;
  }

  private static String url(Members members) throws MalformedException {
    String url = members.string("url", 1, MAX_URL_CHARACTERS);
    if (!isHttps(url) || !ReadableName.isReadable(url)) {
      throw new MalformedException(
          members.pathTo("url"), "must be an https URL without a user name");
    }
    return url;
  }

  private static boolean isHttps(String url) {
    try {
      URI uri = new URI(url);
      String authority = uri.getRawAuthority();
      return "https".equalsIgnoreCase(uri.getScheme())
          && authority != null
          && !authority.startsWith(":")
          && authority.indexOf('@') < 0;
    } catch (URISyntaxException notAUri) {
      return false;
    }
  }
}
