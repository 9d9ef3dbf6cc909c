package dev.offhook.dynamodb;

import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import dev.offhook.signaling.Rooms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * The rooms in DynamoDB: who has a place, and a copy of that on the item of each session that is
 * there, changed together in transactions.
 */
public final class DynamoDbRooms implements Rooms {

  private final DynamoDbClient client;
  private final String table;
  private final String sessionsTable;
  private final InstantSource clock;
  private final Contention contention;

  /**
   * @param clock tells which rooms and sessions have expired
   */
  public DynamoDbRooms(
      DynamoDbClient client, String table, String sessionsTable, InstantSource clock) {
    this(client, table, sessionsTable, clock, Contention.sleeping());
  }

  DynamoDbRooms(
      DynamoDbClient client,
      String table,
      String sessionsTable,
      InstantSource clock,
      Contention contention) {
    this.client = client;
    this.table = table;
    this.sessionsTable = sessionsTable;
    this.clock = clock;
    this.contention = contention;
  }

  @Override
  public Room find(RoomName name) {
    GetItemResponse response =
        client.getItem(
            GetItemRequest.builder()
                .tableName(table)
                .key(Map.of(RoomItem.KEY, Attributes.text(name.value())))
                .consistentRead(true)
                .build());
    return response.hasItem() ? RoomItem.read(response.item(), clock.instant()) : Room.empty(name);
  }

  @Override
  public boolean join(Joining joining) {
    Room after = joining.after();
    Session session = joining.session();
    Set<SessionId> goers = new LinkedHashSet<>(joining.before().places().keySet());
    goers.removeAll(after.places().keySet());
    Transaction transaction =
        new Transaction(client, contention)
            .put(RoomItem.replace(table, joining.before(), after, joining.now()), RoomItem.KEY)
            .require(enter(joining));
    joining
        .peers()
        .forEach(peer -> transaction.require(welcome(peer, after.name(), session, goers)));
    joining.freed().forEach(goer -> transaction.requireUnlessGone(free(goer, joining)));
    joining.left().ifPresent(old -> quit(transaction, session.id(), old));
    return transaction.commit();
  }

  @Override
  public boolean leave(Session session, Leaving leaving, boolean unlessBack) {
    if (session.room().isEmpty()) {
      return false;
    }
    Change change = SessionItem.change(sessionsTable, session.id());
    SessionItem.requireSameRoom(change, session);
    SessionMemory.remember(SessionItem.takeRoomOff(change), leaving);
    if (unlessBack) {
      SessionItem.requireNotConnected(change, clock.instant());
      SessionItem.requireSameLoss(change, session);
    }
    Transaction transaction = new Transaction(client, contention).require(change);
    quit(transaction, session.id(), session.room().get());
    return transaction.commit();
  }

  @Override
  public boolean announced(SessionId session, RoomName room, Instant since) {
    Change change = SessionItem.announced(SessionItem.change(sessionsTable, session), room, since);
    try {
      contention.outlasting(() -> client.updateItem(change.request(ReturnValue.NONE)));
      return true;
    } catch (ConditionalCheckFailedException failed) {
      return false;
    }
  }

  /** Who joins takes its place, if it is alive and both its room and its connection are as read. */
  private Change enter(Joining joining) {
    Session session = joining.session();
    Change change = SessionItem.change(sessionsTable, session.id());
    SessionItem.requireAlive(change, joining.now());
    SessionItem.requireSameConnection(change, session);
    SessionItem.requireSameRoom(change, session);
    joining.leaving().ifPresent(memory -> SessionMemory.remember(change, memory));
    return SessionItem.putRoomOn(change, joining.place());
  }

  /** A peer learns who came and who is counted out. */
  private Change welcome(Session peer, RoomName room, Session joined, Set<SessionId> goers) {
    Change change = SessionItem.change(sessionsTable, peer.id());
    SessionItem.requireInRoom(change, room);
    SessionItem.requireSameConnection(change, peer);
    int number = 0;
    for (SessionId goer : goers) {
      String placeholder = "#goer" + number++;
      change.naming(placeholder, goer.value()).remove("#roomPeers." + placeholder);
    }
    return change
        .naming("#joined", joined.id().value())
        .set("#roomPeers.#joined = :reached")
        .with(":reached", SessionItem.connection(joined.directConnection()));
  }

  /** Who stayed away for too long loses the place, unless it came back meanwhile. */
  private Change free(Session goer, Joining joining) {
    Change change = SessionItem.change(sessionsTable, goer.id());
    SessionItem.requireInRoom(change, joining.after().name());
    SessionItem.requireNotConnected(change, joining.now());
    SessionItem.requireSameLoss(change, goer);
    return SessionMemory.remember(SessionItem.takeRoomOff(change), joining.leavingOf(goer));
  }

  /** Takes a session out of its room and of its peers' copies, as far as it still is in them. */
  private void quit(Transaction transaction, SessionId session, RoomPlace place) {
    transaction.ifApplicable(RoomItem.takeOut(table, place.room(), session));
    for (SessionId peer : place.peers().keySet()) {
      Change change = SessionItem.change(sessionsTable, peer);
      SessionItem.requireInRoom(change, place.room())
          .naming("#session", session.value())
          .require("attribute_exists(#roomPeers.#session)")
          .remove("#roomPeers.#session");
      transaction.ifApplicable(change);
    }
  }
}
