package dev.offhook.acceptance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the clients of a run know that must not be told, and what they were told of errors and of
 * ends: gathered, so that the one can be searched for in the other.
 */
public final class Overheard {

  /**
   * Stands in every name, room, description, candidate, text and address of a file that clients
   * send, and nowhere else.
   */
  public static final String MARK = "zQ7x";

  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
  private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();
  private static final List<String> SECRET_MEMBERS =
      List.of("token", "ticket", "credential", "password");

  private Overheard() {}

  /** Something that opens doors. */
  public static void secret(String value) {
    SECRETS.add(value);
  }

  /** A text that somebody reads when something goes wrong or ends. */
  static void told(String text) {
    TOLD.add(text);
  }

  /** Takes out of what the service sent both what is secret and what is an error. */
  static void received(JsonNode message) {
    for (String member : SECRET_MEMBERS) {
      message.findValues(member).stream()
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .filter(value -> !value.isEmpty())
          .forEach(Overheard::secret);
    }
    if (message.path("action").asText().equals("error")) {
      told(message.toString());
    }
  }

  public static Set<String> secrets() {
    return Set.copyOf(SECRETS);
  }

  public static List<String> told() {
    return List.copyOf(TOLD);
  }
}
