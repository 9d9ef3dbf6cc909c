package dev.offhook.acceptance;

import dev.offhook.acceptance.wire.Overheard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a text what belongs to nobody but the people of a call. */
final class Leaks {

  private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("something marked", Pattern.compile(Overheard.MARK));
    // Up to a dot, or longer than an id: some of these have the beginning of a token in them.
    KINDS.put("a token", Pattern.compile("eyJ[\\w-]{8,}(\\.|[\\w-]{12})"));
    KINDS.put(
        "a session description",
        Pattern.compile("\\bv=0\\b|\\ba=(candidate|fingerprint|ice-\\w+):|\\bm=(audio|video)\\b"));
    KINDS.put(
        "a candidate", Pattern.compile("\\bcandidate:\\S+ \\d|\\btyp (host|[sp]rflx|relay)\\b"));
    KINDS.put("an address", Pattern.compile("(?<![\\w.])\\d{1,3}(\\.\\d{1,3}){3}(?![\\w.])"));
    KINDS.put("a browser", Pattern.compile("Mozilla/\\d|Java-http-client"));
  }

  private Leaks() {}

  /**
   * What is found, by its kind and the line that it is in.
   *
   * @param secrets to be looked for, to the letter
   */
  static List<String> in(String text, Set<String> secrets) {
    List<String> found = new ArrayList<>();
    text.lines()
        .forEach(
            line -> {
              KINDS.forEach(
                  (kind, pattern) -> {
                    Matcher matcher = pattern.matcher(line);
                    if (matcher.find()) {
                      found.add(kind + " in: " + line);
                    }
                  });
              secrets.stream()
                  .filter(line::contains)
                  .forEach(_ -> found.add("a secret in: " + line));
            });
    return found;
  }
}
