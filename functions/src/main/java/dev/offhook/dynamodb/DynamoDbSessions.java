package dev.offhook.dynamodb;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Rate;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The sessions in DynamoDB: one item each, read consistently, changed by conditional updates. */
public final class DynamoDbSessions implements Sessions {

  private final DynamoDbClient client;
  private final String table;
  private final Contention contention;
  private final Admissions admissions;
  private final MailPlaces mails;

  /**
   * @param resumeWindow how long after a loss frames may wait for a session
   */
  public DynamoDbSessions(DynamoDbClient client, String table, Rate rate, Duration resumeWindow) {
    this(client, table, rate, resumeWindow, Contention.sleeping());
  }

  DynamoDbSessions(
      DynamoDbClient client,
      String table,
      Rate rate,
      Duration resumeWindow,
      Contention contention) {
    this.client = client;
    this.table = table;
    this.contention = contention;
    this.admissions = new Admissions(client, table, rate, contention);
    this.mails = new MailPlaces(client, table, resumeWindow, contention);
  }

  /**
   * {@inheritDoc} A repetition by the SDK finds the session there already, and is content.
   *
   * @throws IllegalStateException if there is another; ids are random, so that is a fault
   */
  @Override
  public void create(Session session) {
    Map<String, AttributeValue> item = SessionItem.ofFresh(session);
    try {
      client.putItem(
          PutItemRequest.builder()
              .tableName(table)
              .item(item)
              .conditionExpression("attribute_not_exists(" + SessionItem.KEY + ")")
              .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
              .build());
    } catch (ConditionalCheckFailedException taken) {
      if (!taken.item().equals(item)) {
        throw new IllegalStateException("a session of that id exists", taken);
      }
    }
  }

  @Override
  public Optional<Session> find(SessionId id) {
    GetItemResponse response =
        client.getItem(
            GetItemRequest.builder().tableName(table).key(key(id)).consistentRead(true).build());
    return response.hasItem() ? Optional.of(SessionItem.read(response.item())) : Optional.empty();
  }

  @Override
  public List<Session> findAll(List<SessionId> ids) {
    List<Session> found = new ArrayList<>();
    List<Map<String, AttributeValue>> pending = ids.stream().distinct().map(this::key).toList();
    for (int attempt = 1; !pending.isEmpty(); attempt++) {
      BatchGetItemResponse response = batch(pending);
      response
          .responses()
          .getOrDefault(table, List.of())
          .forEach(item -> found.add(SessionItem.read(item)));
      KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
      pending = unprocessed == null ? List.of() : unprocessed.keys();
      if (!pending.isEmpty()) {
        if (attempt == Contention.MAX_ATTEMPTS) {
          throw new IllegalStateException("DynamoDB left keys unprocessed each time");
        }
        contention.pauseAfter(attempt);
      }
    }
    return found;
  }

  @Override
  public Admission admit(SessionId id, Instant connectedAt, boolean tokenInTime, Instant now) {
    return admissions.letIn(
        new Admissions.Entry(id, connectedAt, tokenInTime, Optional.empty(), now));
  }

  @Override
  public Admission attach(SessionId id, Attachment attachment, boolean tokenInTime, Instant now) {
    return admissions.letIn(
        new Admissions.Entry(id, attachment.since(), tokenInTime, Optional.of(attachment), now));
  }

  @Override
  public boolean noteToken(SessionId id, Instant tokenExpiresAt, Instant now) {
    Change change =
        SessionItem.requireAlive(SessionItem.change(table, id), now)
            .set("#refreshedUntil = :refreshedUntil")
            .with(":refreshedUntil", Attributes.millis(tokenExpiresAt));
    return update(change, ReturnValue.NONE).isPresent();
  }

  @Override
  public boolean detach(SessionId id, ConnectionId connection, Instant now) {
    Change change =
        SessionItem.change(table, id)
            .require("#connection = :connection")
            .remove("#connection")
            .set("#lostAt = :now")
            .set("#lost = :connection")
            .with(":connection", Attributes.text(connection.value()))
            .with(":now", Attributes.millis(now));
    return update(change, ReturnValue.NONE).isPresent();
  }

  @Override
  public Optional<Session> tellPeer(
      SessionId peer,
      SessionId session,
      ConnectionId connection,
      Optional<RoomName> room,
      Optional<CallId> call) {
    if (room.isEmpty() && call.isEmpty()) {
      throw new IllegalArgumentException("no peer without a room or a call");
    }
    Change change =
        SessionItem.change(table, peer).with(":connection", Attributes.text(connection.value()));
    room.ifPresent(
        name ->
            SessionItem.requireInRoom(change, name)
                .require("attribute_exists(#roomPeers.#session)")
                .naming("#session", session.value())
                .set("#roomPeers.#session = :connection"));
    call.ifPresent(
        id ->
            SessionItem.requireInCall(change, id)
                .require("#call.#peer = :session")
                .with(":session", Attributes.text(session.value()))
                .set("#call.#peerConnection = :connection"));
    return update(change, ReturnValue.ALL_OLD).map(SessionItem::read);
  }

  @Override
  public MailPlace takePlace(SessionId id, int bytes, Optional<ConnectionId> stuck, Instant now) {
    return mails.takePlace(id, bytes, stuck, now);
  }

  @Override
  public Optional<Session> closeMail(SessionId id, ConnectionId connection, Mail delivered) {
    return update(mails.close(id, connection, delivered), ReturnValue.ALL_NEW)
        .map(SessionItem::read);
  }

  @Override
  public boolean shortenMail(SessionId id, Mail delivered) {
    return update(mails.shorten(id, delivered), ReturnValue.NONE).isPresent();
  }

  @Override
  public boolean discardMail(SessionId id, Mail mail, Instant now) {
    Change change = mails.discard(id, mail, now);
    try {
      contention.outlasting(() -> client.updateItem(change.request(ReturnValue.NONE)));
      return true;
    } catch (ConditionalCheckFailedException failed) {
      return !failed.hasItem() || failed.item().isEmpty();
    }
  }

  @Override
  public boolean extend(SessionId id, Instant expiresAt, Instant now) {
    Change change = SessionItem.requireAlive(SessionItem.change(table, id), now);
    SessionItem.extend(change, expiresAt);
    return update(change, ReturnValue.NONE).isPresent();
  }

  @Override
  public Optional<Session> revoke(SessionId id, Instant now) {
    Change change =
        SessionItem.requireAlive(SessionItem.change(table, id), now)
            .set("#revokedAt = :now")
            .remove("#connection")
            .remove("#connectedAt")
            .with(":now", Attributes.millis(now));
    return update(change, ReturnValue.ALL_OLD).map(SessionItem::read);
  }

  @Override
  public void forgetDeparture(SessionId id) {
    update(SessionMemory.forgetDeparture(SessionItem.change(table, id)), ReturnValue.NONE);
  }

  /** The attributes asked for; empty if the condition failed. */
  private Optional<Map<String, AttributeValue>> update(Change change, ReturnValue returned) {
    try {
      return Optional.of(
          contention.outlasting(() -> client.updateItem(change.request(returned))).attributes());
    } catch (ConditionalCheckFailedException failed) {
      return Optional.empty();
    }
  }

  private BatchGetItemResponse batch(List<Map<String, AttributeValue>> keys) {
    return client.batchGetItem(
        BatchGetItemRequest.builder()
            .requestItems(
                Map.of(table, KeysAndAttributes.builder().keys(keys).consistentRead(true).build()))
            .build());
  }

  private Map<String, AttributeValue> key(SessionId id) {
    return Map.of(SessionItem.KEY, Attributes.text(id.value()));
  }
}
