package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.findText;
import static dev.offhook.dynamodb.Attributes.map;
import static dev.offhook.dynamodb.Attributes.requiredText;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.call.CallRole;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The call that a session is in, as a map on the session's item. */
final class CurrentCallMap {

  private static final String ID = "id";
  private static final String ROLE = "role";
  private static final String STATE = "state";
  private static final String TYPE = "type";
  private static final String PEER = "peer";
  private static final String PEER_CONNECTION = "peerConnection";

  private CurrentCallMap() {}

  static AttributeValue write(CurrentCall call) {
    return map(
        Map.of(
            ID, text(call.id().value()),
            ROLE, text(call.role().wireName()),
            STATE, text(call.state().wireName()),
            TYPE, text(call.type().wireName()),
            PEER, text(call.peer().value()),
            PEER_CONNECTION, SessionItem.connection(call.peerConnection())));
  }

  static CurrentCall read(Map<String, AttributeValue> call) {
    return new CurrentCall(
        new CallId(requiredText(call, ID)),
        role(requiredText(call, ROLE)),
        CallItem.state(requiredText(call, STATE)),
        CallType.of(requiredText(call, TYPE)).orElseThrow(),
        new SessionId(requiredText(call, PEER)),
        findText(call, PEER_CONNECTION).map(ConnectionId::new));
  }

  private static CallRole role(String wireName) {
    return wireName.equals(CallRole.CALLER.wireName()) ? CallRole.CALLER : CallRole.CALLEE;
  }
}
