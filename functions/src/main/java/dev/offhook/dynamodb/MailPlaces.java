package dev.offhook.dynamodb;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Session;
import dev.offhook.signaling.Sessions.MailPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * The places in a session's mail: {@code mailFirst}, {@code mailCount} and {@code mailBytes} on its
 * item. Only {@code mailFirst} stays when the mail is closed.
 */
final class MailPlaces {

  private static final AttributeValue ZERO = Attributes.number(0);

  private final DynamoDbClient client;
  private final String table;
  private final Duration resumeWindow;
  private final Contention contention;

  MailPlaces(DynamoDbClient client, String table, Duration resumeWindow, Contention contention) {
    this.client = client;
    this.table = table;
    this.resumeWindow = resumeWindow;
    this.contention = contention;
  }

  MailPlace takePlace(SessionId id, int bytes, Optional<ConnectionId> stuck, Instant now) {
    Change change = taking(id, bytes, stuck, now);
    try {
      Mail mail =
          SessionItem.readMail(
              contention
                  .outlasting(() -> client.updateItem(change.request(ReturnValue.ALL_NEW)))
                  .attributes());
      return new MailPlace.Taken(mail.end() - 1);
    } catch (ConditionalCheckFailedException failed) {
      return whereElse(failed.hasItem() ? failed.item() : Map.of(), now);
    }
  }

  private Change taking(SessionId id, int bytes, Optional<ConnectionId> stuck, Instant now) {
    String away = "attribute_not_exists(#connection) AND #lostAt > :windowStart";
    String open = "attribute_exists(#connection) AND #mailCount > :zero";
    String late = "(" + away + ") OR (" + open + ")";
    Change change = SessionItem.requireAlive(SessionItem.change(table, id), now);
    stuck.ifPresent(connection -> change.with(":stuck", Attributes.text(connection.value())));
    return change
        .require(stuck.isPresent() ? late + " OR #connection = :stuck" : late)
        .require(
            "attribute_not_exists(#mailCount) OR (#mailCount < :maxFrames AND #mailBytes <= :room)")
        .set("#mailFirst = if_not_exists(#mailFirst, :zero)")
        .set("#mailCount = if_not_exists(#mailCount, :zero) + :one")
        .set("#mailBytes = if_not_exists(#mailBytes, :zero) + :bytes")
        .with(":windowStart", Attributes.millis(now.minus(resumeWindow)))
        .with(":zero", ZERO)
        .with(":one", Attributes.number(1))
        .with(":bytes", Attributes.number(bytes))
        .with(":maxFrames", Attributes.number(Mail.MAX_FRAMES))
        .with(":room", Attributes.number(Mail.MAX_BYTES - bytes));
  }

  private MailPlace whereElse(Map<String, AttributeValue> item, Instant now) {
    if (item.isEmpty()) {
      return new MailPlace.Unavailable();
    }
    Session session = SessionItem.read(item);
    Optional<ConnectionId> direct = session.directConnection();
    if (!session.isPresent(now, resumeWindow)) {
      return new MailPlace.Unavailable();
    }
    return direct.<MailPlace>map(MailPlace.Direct::new).orElseGet(MailPlace.Full::new);
  }

  Change close(SessionId id, ConnectionId connection, Mail delivered) {
    return emptied(id, delivered)
        .require("#connection = :connection")
        .with(":connection", Attributes.text(connection.value()));
  }

  /** Without the time of its loss a session is not away any more: it has departed. */
  Change discard(SessionId id, Mail mail, Instant now) {
    Change change =
        mail.isOpen()
            ? emptied(id, mail)
            : SessionItem.change(table, id).require("attribute_not_exists(#mailCount)");
    return SessionItem.requireNotConnected(change, now).remove("#lostAt");
  }

  private Change emptied(SessionId id, Mail mail) {
    return SessionItem.change(table, id)
        .require("#mailFirst = :first AND #mailCount = :count")
        .set("#mailFirst = :end")
        .remove("#mailCount")
        .remove("#mailBytes")
        .with(":first", Attributes.number(mail.first()))
        .with(":count", Attributes.number(mail.count()))
        .with(":end", Attributes.number(mail.end()));
  }

  Change shorten(SessionId id, Mail delivered) {
    return SessionItem.change(table, id)
        .require("#mailFirst = :first AND #mailCount > :count")
        .set("#mailFirst = :end")
        .set("#mailCount = #mailCount - :count")
        .set("#mailBytes = #mailBytes - :bytes")
        .with(":first", Attributes.number(delivered.first()))
        .with(":count", Attributes.number(delivered.count()))
        .with(":end", Attributes.number(delivered.end()))
        .with(":bytes", Attributes.number(delivered.bytes()));
  }
}
