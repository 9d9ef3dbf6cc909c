package dev.offhook.dynamodb;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Rate;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions.Admission;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Lets frames in: checks and takes from the rate in one request.
 *
 * <p>DynamoDB knows no maximum, so the request that moves the rate on has two forms: one for a
 * session that is idle ({@code rateUntil} becomes now and an interval) and one for a session that
 * is busy ({@code rateUntil} and an interval). Which one fits is guessed by what was seen last; the
 * wrong one fails and brings the item, by which the next try goes right.
 */
final class Admissions {

  /**
   * A frame that asks to come in.
   *
   * @param connectedAt when the connection that it comes by was opened
   * @param attachment if it is a hello: the connection to make the session's
   */
  record Entry(
      SessionId id,
      Instant connectedAt,
      boolean tokenInTime,
      Optional<Attachment> attachment,
      Instant now) {}

  private static final int MAX_ATTEMPTS = 8;

  private final DynamoDbClient client;
  private final String table;
  private final Rate rate;
  private final Contention contention;
  private final RateForecast<SessionId> forecast = new RateForecast<>();

  Admissions(DynamoDbClient client, String table, Rate rate, Contention contention) {
    this.client = client;
    this.table = table;
    this.rate = rate;
    this.contention = contention;
  }

  /**
   * Lets a frame in or says why not.
   *
   * @return with an attachment, the session as it was before; without, as it is
   * @throws IllegalStateException if so many other frames of the session came in meanwhile that the
   *     guess was wrong each time
   */
  Admission letIn(Entry entry) {
    long until = forecast.of(entry.id());
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        return admitted(entry, request(entry, Rate.isIdle(until, entry.now())));
      } catch (ConditionalCheckFailedException failed) {
        Map<String, AttributeValue> item = failed.hasItem() ? failed.item() : Map.of();
        Optional<Admission> refusal = refusal(entry, item);
        if (refusal.isPresent()) {
          return refusal.get();
        }
        until = SessionItem.rateUntil(item);
      }
    }
    throw new IllegalStateException("too many frames of one session at once");
  }

  private Map<String, AttributeValue> request(Entry entry, boolean idle) {
    Change change = SessionItem.requireAlive(SessionItem.change(table, entry.id()), entry.now());
    if (!entry.tokenInTime()) {
      change
          .require("#refreshedUntil > :nowMillis")
          .with(":nowMillis", Attributes.millis(entry.now()));
    }
    // A connection that was replaced may be its session's again, but it has to say hello for that.
    String vacant = entry.attachment().isPresent() ? "#connection" : "#connectedAt";
    change
        .require("attribute_not_exists(%s) OR #connectedAt <= :connectedAt".formatted(vacant))
        .with(":connectedAt", Attributes.millis(entry.connectedAt()));
    entry.attachment().ifPresent(attachment -> attach(change, attachment));
    UpdateItemRequest request =
        (idle ? idle(change, entry.now()) : busy(change, entry.now()))
            .request(entry.attachment().isPresent() ? ReturnValue.ALL_OLD : ReturnValue.ALL_NEW);
    return contention.outlasting(() -> client.updateItem(request)).attributes();
  }

  private static void attach(Change change, Attachment attachment) {
    change
        .set("#connection = :connection")
        .set("#connectedAt = :connectedAt")
        .with(":connection", Attributes.text(attachment.connection().value()));
  }

  private Change idle(Change change, Instant now) {
    long nowMicros = Rate.micros(now);
    return change
        .require("attribute_not_exists(#rateUntil) OR #rateUntil <= :nowMicros")
        .set("#rateUntil = :next")
        .with(":nowMicros", Attributes.number(nowMicros))
        .with(":next", Attributes.number(nowMicros + rate.intervalMicros()));
  }

  private Change busy(Change change, Instant now) {
    long nowMicros = Rate.micros(now);
    return change
        .require("#rateUntil > :nowMicros AND #rateUntil <= :latest")
        .set("#rateUntil = #rateUntil + :interval")
        .with(":nowMicros", Attributes.number(nowMicros))
        .with(":latest", Attributes.number(nowMicros + rate.toleranceMicros()))
        .with(":interval", Attributes.number(rate.intervalMicros()));
  }

  private Admission admitted(Entry entry, Map<String, AttributeValue> item) {
    long until = SessionItem.rateUntil(item);
    if (entry.attachment().isPresent()
        && rate.take(until, entry.now()) instanceof Rate.Decision.Taken taken) {
      forecast.saw(entry.id(), taken.until());
    } else {
      forecast.saw(entry.id(), until);
    }
    return new Admission.Admitted(SessionItem.read(item));
  }

  /** Why the frame doesn't come in, in the order of the contract; empty if it may. */
  private Optional<Admission> refusal(Entry entry, Map<String, AttributeValue> item) {
    if (item.isEmpty()) {
      return Optional.of(new Admission.NotFound());
    }
    long until = SessionItem.rateUntil(item);
    forecast.saw(entry.id(), until);
    Session session = SessionItem.read(item);
    if (!session.expiresAt().isAfter(entry.now())) {
      return Optional.of(new Admission.NotFound());
    }
    if (session.revoked()) {
      return Optional.of(new Admission.Revoked());
    }
    if (isSuperseded(entry, item, session)) {
      return Optional.of(new Admission.Superseded());
    }
    if (!entry.tokenInTime() && session.refreshedUntil().filter(entry.now()::isBefore).isEmpty()) {
      return Optional.of(new Admission.TokenExpired());
    }
    return rate.take(until, entry.now()) instanceof Rate.Decision.Refused refused
        ? Optional.of(new Admission.RateLimited(refused.retryAfter()))
        : Optional.empty();
  }

  private static boolean isSuperseded(
      Entry entry, Map<String, AttributeValue> item, Session session) {
    boolean isVacant = entry.attachment().isPresent() && session.connection().isEmpty();
    return !isVacant
        && SessionItem.newestSince(item).filter(entry.connectedAt()::isBefore).isPresent();
  }
}
