package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Overheard;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.template.LocalEnvironment;
import java.util.List;

/** What only somebody with the keys to the account could do. */
final class Damage {

  private final Aws aws;

  Damage(Service service) {
    this.aws = new Aws(service);
  }

  /** The key that tokens are signed with. */
  String signingKey() {
    ObjectNode request = frame("{SecretId: '%s'}", name("SigningSecret"));
    String secret = aws.secrets("GetSecretValue", request).path("SecretString").textValue();
    String key = Frames.parse(secret).path("key").textValue();
    Overheard.secret(key);
    return key;
  }

  /** What is stored of the tickets that a guest was given and did not use. */
  List<JsonNode> ticketsOf(Guest guest) {
    ObjectNode scan =
        frame(
            "{TableName: '%s', FilterExpression: 'sessionId = :id', ExpressionAttributeValues:"
                + " {':id': {S: '%s'}}}",
            name("TicketsTable"), guest.sessionId());
    return aws.dynamoDb("Scan", scan).path("Items").valueStream().toList();
  }

  /** Leaves a call on the session's item that no code can make sense of. */
  void breakSession(Guest guest) {
    update(
        guest,
        frame(
            "{UpdateExpression: 'SET #call = :call', ExpressionAttributeValues: {':call': {S:"
                + " '?'}}}"));
  }

  /** Takes it off again. */
  void repairSession(Guest guest) {
    update(guest, frame("{UpdateExpression: 'REMOVE #call'}"));
  }

  /** Lets a frame fail, and finds the line about it in the function's log by the request's id. */
  JsonNode faultOf(Guest guest) {
    breakSession(guest);
    String told = guest.ask(frame("{action: 'ping'}")).path("message").textValue();
    repairSession(guest);
    String request = told.substring(told.lastIndexOf(' ') + 1);
    Eventually.until("the fault is logged", () -> !CapturedOutput.lines(request).isEmpty());
    String line = CapturedOutput.lines(request).getFirst();
    return Frames.parse(line.substring(line.indexOf('{')));
  }

  private void update(Guest guest, ObjectNode update) {
    update.put("TableName", name("SessionsTable"));
    update.set("ExpressionAttributeNames", frame("{'#call': 'call'}"));
    update.set("Key", frame("{sessionId: {S: '%s'}}", guest.sessionId()));
    aws.dynamoDb("UpdateItem", update);
  }

  /** What the local stack calls a resource of the template. */
  private static String name(String logicalId) {
    return LocalEnvironment.STACK_NAME + "-" + logicalId;
  }
}
