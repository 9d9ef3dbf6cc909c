package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.findText;
import static dev.offhook.dynamodb.Attributes.number;
import static dev.offhook.dynamodb.Attributes.seconds;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.Mailbox.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A place in a mailbox as an item: with the frame, or without one if it was given up. What a
 * handler that died left behind is forgotten by its TTL.
 */
final class MailItem {

  static final String KEY = "sessionId";
  static final String SORT_KEY = "place";
  static final String TTL = "forgottenAt";
  static final String FRAME = "frame";

  /** Longer than any resume window is open and any connection lives. */
  private static final Duration KEPT = Duration.ofHours(3);

  private MailItem() {}

  static Map<String, AttributeValue> key(SessionId session, long place) {
    return Map.of(KEY, text(session.value()), SORT_KEY, number(place));
  }

  static Map<String, AttributeValue> write(
      SessionId session, long place, Optional<String> frame, Instant now) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(key(session, place));
    frame.ifPresent(written -> item.put(FRAME, text(written)));
    item.put(TTL, seconds(now.plus(KEPT)));
    return item;
  }

  static Letter read(Map<String, AttributeValue> item) {
    long place = Attributes.findNumber(item, SORT_KEY).orElseThrow();
    return new Letter(place, findText(item, FRAME));
  }
}
