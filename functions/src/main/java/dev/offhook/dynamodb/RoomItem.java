package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.findMap;
import static dev.offhook.dynamodb.Attributes.map;
import static dev.offhook.dynamodb.Attributes.number;
import static dev.offhook.dynamodb.Attributes.requiredSeconds;
import static dev.offhook.dynamodb.Attributes.requiredText;
import static dev.offhook.dynamodb.Attributes.seconds;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * A room as an item. It is forgotten a week after somebody last joined; from then on it counts as
 * empty, deleted or not.
 */
final class RoomItem {

  static final String KEY = "room";
  static final String TTL = "expiresAt";

  private static final String MEMBERS = "members";
  private static final Duration KEPT = Duration.ofDays(7);

  private RoomItem() {}

  static Room read(Map<String, AttributeValue> item, Instant now) {
    RoomName name = new RoomName(requiredText(item, KEY));
    if (!requiredSeconds(item, TTL).isAfter(now)) {
      return Room.empty(name);
    }
    Map<SessionId, Long> places = new LinkedHashMap<>();
    findMap(item, MEMBERS)
        .orElseThrow()
        .forEach((session, place) -> places.put(new SessionId(session), Long.valueOf(place.n())));
    return new Room(name, places);
  }

  /** Puts a room, if and only if it is what it was when it was read. */
  static Put replace(String table, Room before, Room after, Instant now) {
    String unchanged = "#members = :before AND #expiresAt > :now";
    String unchangedOrEmpty =
        "attribute_not_exists(#room) OR #members = :before OR #expiresAt <= :now";
    Map<String, String> names = new LinkedHashMap<>();
    names.put("#members", MEMBERS);
    names.put("#expiresAt", TTL);
    if (before.places().isEmpty()) {
      names.put("#room", KEY);
    }
    return Put.builder()
        .tableName(table)
        .item(write(after, now.plus(KEPT)))
        .conditionExpression(before.places().isEmpty() ? unchangedOrEmpty : unchanged)
        .expressionAttributeNames(names)
        .expressionAttributeValues(Map.of(":before", members(before), ":now", seconds(now)))
        .build();
  }

  /** Takes a member out, if and only if it is one. */
  static Change takeOut(String table, RoomName room, SessionId member) {
    return new Change(table, KEY, room.value())
        .naming("#member", member.value())
        .require("attribute_exists(#members.#member)")
        .remove("#members.#member");
  }

  private static Map<String, AttributeValue> write(Room room, Instant expiresAt) {
    return Map.of(KEY, text(room.name().value()), MEMBERS, members(room), TTL, seconds(expiresAt));
  }

  private static AttributeValue members(Room room) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    room.places().forEach((session, place) -> members.put(session.value(), number(place)));
    return map(members);
  }
}
