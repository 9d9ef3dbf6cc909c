package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.findMap;
import static dev.offhook.dynamodb.Attributes.findMillis;
import static dev.offhook.dynamodb.Attributes.findNumber;
import static dev.offhook.dynamodb.Attributes.findText;
import static dev.offhook.dynamodb.Attributes.map;
import static dev.offhook.dynamodb.Attributes.requiredMillis;
import static dev.offhook.dynamodb.Attributes.requiredSeconds;
import static dev.offhook.dynamodb.Attributes.requiredText;
import static dev.offhook.dynamodb.Attributes.seconds;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Rate;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A session as an item, and the conditions on it that several changes share. Usually below 1 KB:
 * one write unit.
 *
 * <p>{@code connection} and {@code connectedAt} come and go together. {@code room} and {@code
 * roomPeers} (a map from session id to connection id or NULL) too.
 */
final class SessionItem {

  static final String KEY = "sessionId";
  static final String TTL = "forgottenAt";

  /** How long an expired session is kept, so that its call and its room can be left. */
  private static final Duration KEPT_EXPIRED = Duration.ofHours(1);

  private static final String EXPIRES_AT = "expiresAt";

  private static final String DISPLAY_NAME = "displayName";
  private static final String REVOKED_AT = "revokedAt";
  private static final String CONNECTION = "connection";
  private static final String CONNECTED_AT = "connectedAt";
  private static final String LOST_AT = "lostAt";
  private static final String LOST = "lost";
  private static final String REFRESHED_UNTIL = "refreshedUntil";
  private static final String RATE_UNTIL = "rateUntil";
  private static final String ROOM = "room";
  private static final String ROOM_PEERS = "roomPeers";
  private static final String CALL = "call";
  private static final String MAIL_FIRST = "mailFirst";
  private static final String MAIL_COUNT = "mailCount";
  private static final String MAIL_BYTES = "mailBytes";
  private static final String ROOM_UNANNOUNCED = "roomUnannounced";

  private SessionItem() {}

  /** The item of a session that nothing has happened to yet. */
  static Map<String, AttributeValue> ofFresh(Session session) {
    if (!session.equals(Session.fresh(session.id(), session.displayName(), session.expiresAt()))) {
      throw new IllegalArgumentException("something has happened to that session already");
    }
    return Map.of(
        KEY, text(session.id().value()),
        DISPLAY_NAME, text(session.displayName()),
        EXPIRES_AT, seconds(session.expiresAt()),
        TTL, seconds(session.expiresAt().plus(KEPT_EXPIRED)));
  }

  static Session read(Map<String, AttributeValue> item) {
    return new Session(
        new SessionId(requiredText(item, KEY)),
        requiredText(item, DISPLAY_NAME),
        requiredSeconds(item, EXPIRES_AT),
        item.containsKey(REVOKED_AT),
        findText(item, CONNECTION)
            .map(id -> new Attachment(new ConnectionId(id), requiredMillis(item, CONNECTED_AT))),
        findMillis(item, LOST_AT),
        findText(item, LOST).map(ConnectionId::new),
        findMillis(item, REFRESHED_UNTIL),
        findText(item, ROOM).map(name -> readRoom(name, item)),
        findMap(item, CALL).map(CurrentCallMap::read),
        SessionMemory.opening(item),
        SessionMemory.ending(item),
        SessionMemory.leaving(item),
        readMail(item));
  }

  static Mail readMail(Map<String, AttributeValue> item) {
    return new Mail(
        findNumber(item, MAIL_FIRST).orElse(0L),
        findNumber(item, MAIL_COUNT).orElse(0L).intValue(),
        findNumber(item, MAIL_BYTES).orElse(0L).intValue());
  }

  /** Since when the newest connection has been there that was the session's, if there was one. */
  static Optional<Instant> newestSince(Map<String, AttributeValue> item) {
    return findMillis(item, CONNECTED_AT);
  }

  /** The number that the session's {@link Rate} is kept in. */
  static long rateUntil(Map<String, AttributeValue> item) {
    return findNumber(item, RATE_UNTIL).orElse(Rate.UNUSED);
  }

  /** Gives the session a place in a room. */
  static Change putRoomOn(Change change, RoomPlace place) {
    place
        .unannounced()
        .ifPresentOrElse(
            since ->
                change.set("#roomUnannounced = :since").with(":since", Attributes.millis(since)),
            () -> change.remove("#roomUnannounced"));
    return change
        .set("#room = :newRoom")
        .set("#roomPeers = :newPeers")
        .with(":newRoom", text(place.room().value()))
        .with(":newPeers", roomPeers(place.peers()));
  }

  /** Notes that the others in the room know that the session is there since then. */
  static Change announced(Change change, RoomName room, Instant since) {
    return requireInRoom(change, room)
        .require("#roomUnannounced = :since")
        .with(":since", Attributes.millis(since))
        .remove("#roomUnannounced");
  }

  /** Takes the session out of its room. */
  static Change takeRoomOff(Change change) {
    return change.remove("#room").remove("#roomPeers").remove("#roomUnannounced");
  }

  /** Where peers are reached, as {@code roomPeers} keeps it. */
  static AttributeValue roomPeers(Map<SessionId, Optional<ConnectionId>> peers) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    peers.forEach((peer, connection) -> members.put(peer.value(), connection(connection)));
    return map(members);
  }

  /** A connection where there is a place for one. */
  static AttributeValue connection(Optional<ConnectionId> connection) {
    return connection.map(id -> text(id.value())).orElse(Attributes.NOTHING);
  }

  /** A change of a session. */
  static Change change(String table, SessionId id) {
    return new Change(table, KEY, id.value());
  }

  /** Lets the session live until then. */
  static Change extend(Change change, Instant expiresAt) {
    return change
        .set("#expiresAt = :expiresAt")
        .set("#forgottenAt = :forgottenAt")
        .with(":expiresAt", seconds(expiresAt))
        .with(":forgottenAt", seconds(expiresAt.plus(KEPT_EXPIRED)));
  }

  /** Requires that the session is neither revoked nor expired. */
  static Change requireAlive(Change change, Instant now) {
    return change
        .require("attribute_not_exists(#revokedAt)")
        .require("#expiresAt > :nowSeconds")
        .with(":nowSeconds", seconds(now));
  }

  /** Requires that frames don't reach the session: it has no connection, or isn't alive. */
  static Change requireNotConnected(Change change, Instant now) {
    return change
        .require("attribute_not_exists(#connection) OR #expiresAt <= :nowSeconds")
        .with(":nowSeconds", seconds(now));
  }

  /** Requires that the session is reached where it was when it was read. */
  static Change requireSameConnection(Change change, Session read) {
    return requireSame(change, CONNECTION, read.connection().map(id -> text(id.value())));
  }

  /** Requires that the session lost its last connection when it had when it was read. */
  static Change requireSameLoss(Change change, Session read) {
    return requireSame(change, LOST_AT, read.lostAt().map(Attributes::millis));
  }

  /** Requires that the session's place in its room is what it was when it was read. */
  static Change requireSameRoom(Change change, Session read) {
    requireSame(change, ROOM, read.room().map(place -> text(place.room().value())));
    return requireSame(change, ROOM_PEERS, read.room().map(place -> roomPeers(place.peers())));
  }

  static Change requireInRoom(Change change, RoomName room) {
    return change.require("#room = :room").with(":room", text(room.value()));
  }

  static Change requireInCall(Change change, CallId call) {
    return change.require("#call.#id = :callId").with(":callId", text(call.value()));
  }

  /** Requires that the other side of its call is reached there. */
  static Change requirePeerAt(Change change, Optional<ConnectionId> connection) {
    return change
        .require("#call.#peerConnection = :peerConnection")
        .with(":peerConnection", connection(connection));
  }

  private static Change requireSame(
      Change change, String attribute, Optional<AttributeValue> read) {
    String placeholder = ":" + attribute + "AsRead";
    read.ifPresent(value -> change.with(placeholder, value));
    return change.require(
        read.isPresent()
            ? "#" + attribute + " = " + placeholder
            : "attribute_not_exists(#" + attribute + ")");
  }

  private static RoomPlace readRoom(String name, Map<String, AttributeValue> item) {
    Map<SessionId, Optional<ConnectionId>> places = new LinkedHashMap<>();
    findMap(item, ROOM_PEERS)
        .orElseThrow()
        .forEach(
            (peer, connection) ->
                places.put(
                    new SessionId(peer),
                    Optional.ofNullable(connection.s()).map(ConnectionId::new)));
    return new RoomPlace(new RoomName(name), places, findMillis(item, ROOM_UNANNOUNCED));
  }
}
