package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.findMillis;
import static dev.offhook.dynamodb.Attributes.findText;
import static dev.offhook.dynamodb.Attributes.millis;
import static dev.offhook.dynamodb.Attributes.requiredMillis;
import static dev.offhook.dynamodb.Attributes.requiredText;
import static dev.offhook.dynamodb.Attributes.seconds;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.SessionId;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The record of a call as an item. */
final class CallItem {

  static final String KEY = "callId";
  static final String TTL = "expiresAt";

  private static final String CALLER = "caller";
  private static final String CALLEE = "callee";
  private static final String TYPE = "type";
  private static final String STATE = "state";
  private static final String OPENED_AT = "openedAt";
  private static final String ANSWERED_AT = "answeredAt";
  private static final String ENDED_AT = "endedAt";
  private static final String REASON = "reason";

  private CallItem() {}

  static Map<String, AttributeValue> write(CallRecord call, Instant expiresAt) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put(KEY, text(call.id().value()));
    item.put(CALLER, text(call.caller().value()));
    item.put(CALLEE, text(call.callee().value()));
    item.put(TYPE, text(call.type().wireName()));
    item.put(STATE, text(call.state().wireName()));
    item.put(OPENED_AT, millis(call.openedAt()));
    call.answeredAt().ifPresent(time -> item.put(ANSWERED_AT, millis(time)));
    call.endedAt().ifPresent(time -> item.put(ENDED_AT, millis(time)));
    call.reason().ifPresent(reason -> item.put(REASON, text(reason.wireName())));
    item.put(TTL, seconds(expiresAt));
    return item;
  }

  static CallRecord read(Map<String, AttributeValue> item) {
    return new CallRecord(
        new CallId(requiredText(item, KEY)),
        new SessionId(requiredText(item, CALLER)),
        new SessionId(requiredText(item, CALLEE)),
        CallType.of(requiredText(item, TYPE)).orElseThrow(),
        state(requiredText(item, STATE)),
        requiredMillis(item, OPENED_AT),
        findMillis(item, ANSWERED_AT),
        findMillis(item, ENDED_AT),
        findText(item, REASON).map(reason -> EndReason.of(reason).orElseThrow()));
  }

  /** The state of that name. */
  static CallState state(String wireName) {
    return Arrays.stream(CallState.values())
        .filter(state -> state.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no state of a call: " + wireName));
  }
}
