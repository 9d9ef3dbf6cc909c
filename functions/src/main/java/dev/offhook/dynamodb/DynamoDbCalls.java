package dev.offhook.dynamodb;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Opening;
import dev.offhook.signaling.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * The calls in DynamoDB: a record each, and a copy on the items of both sessions, changed together
 * in transactions.
 */
public final class DynamoDbCalls implements Calls {

  private final DynamoDbClient client;
  private final String table;
  private final String sessionsTable;
  private final Duration kept;
  private final Contention contention;

  /**
   * @param kept how long the record of a call stays after its opening and after its end
   */
  public DynamoDbCalls(DynamoDbClient client, String table, String sessionsTable, Duration kept) {
    this(client, table, sessionsTable, kept, Contention.sleeping());
  }

  DynamoDbCalls(
      DynamoDbClient client,
      String table,
      String sessionsTable,
      Duration kept,
      Contention contention) {
    this.client = client;
    this.table = table;
    this.sessionsTable = sessionsTable;
    this.kept = kept;
    this.contention = contention;
  }

  @Override
  public boolean open(CallRecord call, Optional<FrameId> frame, Session caller, Session callee) {
    Change callerChange =
        SessionMemory.requireOpening(
            enter(call, CallRole.CALLER, caller, callee), caller.opening());
    frame.ifPresent(
        id -> SessionMemory.remember(callerChange, new Opening(id, call.id(), call.openedAt())));
    Put put =
        Put.builder()
            .tableName(table)
            .item(CallItem.write(call, call.openedAt().plus(kept)))
            .conditionExpression("attribute_not_exists(" + CallItem.KEY + ")")
            .build();
    return new Transaction(client, contention)
        .put(put, CallItem.KEY)
        .require(callerChange)
        .require(enter(call, CallRole.CALLEE, callee, caller))
        .commit();
  }

  @Override
  public boolean answer(CallId id, SessionId caller, SessionId callee, Instant now) {
    Change change =
        transition(id, CallState.RINGING, CallState.ACTIVE)
            .set("#answeredAt = :now")
            .with(":now", Attributes.millis(now));
    return new Transaction(client, contention)
        .require(change)
        .requireUnlessGone(activate(id, caller))
        .requireUnlessGone(activate(id, callee))
        .commit();
  }

  @Override
  public boolean end(Ending ending) {
    Change change =
        transition(ending.id(), ending.from(), CallState.ENDED)
            .set("#endedAt = :now")
            .set("#reason = :reason")
            .set("#expiresAt = :expiresAt")
            .with(":now", Attributes.millis(ending.now()))
            .with(":reason", Attributes.text(ending.notice().reason().wireName()))
            .with(":expiresAt", Attributes.seconds(ending.now().plus(kept)));
    return new Transaction(client, contention)
        .require(change)
        .requireUnlessGone(free(ending, ending.oneSide()))
        .requireUnlessGone(free(ending, ending.otherSide()))
        .commit();
  }

  @Override
  public Optional<CallRecord> find(CallId id) {
    GetItemResponse response =
        client.getItem(
            GetItemRequest.builder()
                .tableName(table)
                .key(Map.of(CallItem.KEY, Attributes.text(id.value())))
                .consistentRead(true)
                .build());
    return response.hasItem() ? Optional.of(CallItem.read(response.item())) : Optional.empty();
  }

  /** A side comes into the call, if it is free and both are where they were. */
  private Change enter(CallRecord call, CallRole role, Session side, Session other) {
    CurrentCall current =
        new CurrentCall(
            call.id(), role, call.state(), call.type(), other.id(), other.directConnection());
    Change change = SessionItem.change(sessionsTable, side.id());
    SessionItem.requireAlive(change, call.openedAt());
    SessionItem.requireSameConnection(change, side);
    return change
        .require("attribute_not_exists(#call)")
        .set("#call = :call")
        .with(":call", CurrentCallMap.write(current));
  }

  private Change transition(CallId id, CallState from, CallState to) {
    return new Change(table, CallItem.KEY, id.value())
        .require("#state = :from")
        .set("#state = :to")
        .with(":from", Attributes.text(from.wireName()))
        .with(":to", Attributes.text(to.wireName()));
  }

  private Change activate(CallId id, SessionId side) {
    return SessionItem.requireInCall(SessionItem.change(sessionsTable, side), id)
        .set("#call.#state = :active")
        .with(":active", Attributes.text(CallState.ACTIVE.wireName()));
  }

  private Change free(Ending ending, SessionId side) {
    Change change =
        SessionItem.requireInCall(SessionItem.change(sessionsTable, side), ending.id())
            .remove("#call");
    Optional<Ending.By> by = ending.by().filter(ender -> ender.side().id().equals(side));
    if (by.isEmpty()) {
      return change;
    }
    SessionItem.requireSameConnection(change, by.get().side());
    SessionItem.requirePeerAt(change, by.get().reaches());
    ending.memory().ifPresent(memory -> SessionMemory.remember(change, memory));
    return by.get().unlessBack() ? SessionItem.requireNotConnected(change, ending.now()) : change;
  }
}
