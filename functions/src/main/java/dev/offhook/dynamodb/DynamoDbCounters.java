package dev.offhook.dynamodb;

import dev.offhook.session.Rate;
import dev.offhook.session.Rate.Decision;
import dev.offhook.signaling.Counters;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The counters in DynamoDB: an item each, with the one number of a {@link Rate}, that is forgotten
 * when it says nothing any more. As with {@link Admissions}, the request has two forms, of which
 * the one that fits is guessed. The number never falls: where the last one seen is too high, none
 * is made.
 */
public final class DynamoDbCounters implements Counters {

  static final String KEY = "counter";
  static final String TTL = "forgottenAt";
  private static final String UNTIL = "rateUntil";

  private static final Duration KEPT_AFTERWARDS = Duration.ofMinutes(1);
  private static final int MAX_ATTEMPTS = 8;

  private final DynamoDbClient client;
  private final String table;
  private final RateForecast<String> forecast = new RateForecast<>();

  public DynamoDbCounters(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Decision take(Counter counter, Rate rate, Instant now) {
    String key = counter.key();
    long until = forecast.of(key);
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (rate.take(until, now) instanceof Decision.Refused refused) {
        return refused;
      }
      try {
        UpdateItemRequest request =
            Rate.isIdle(until, now) ? idle(key, rate, now) : busy(key, rate, now);
        long counted = number(client.updateItem(request).attributes());
        forecast.saw(key, counted);
        return new Decision.Taken(counted);
      } catch (ConditionalCheckFailedException failed) {
        until = failed.hasItem() ? number(failed.item()) : Rate.UNUSED;
        forecast.saw(key, until);
      }
    }
    throw new IllegalStateException("too much was counted at once");
  }

  private UpdateItemRequest idle(String key, Rate rate, Instant now) {
    long nowMicros = Rate.micros(now);
    return request(
        key,
        "attribute_not_exists(#until) OR #until <= :now",
        "SET #until = :next, #ttl = :ttl",
        Map.of(
            ":now", Attributes.number(nowMicros),
            ":next", Attributes.number(nowMicros + rate.intervalMicros()),
            ":ttl", ttl(rate, now)));
  }

  private UpdateItemRequest busy(String key, Rate rate, Instant now) {
    long nowMicros = Rate.micros(now);
    return request(
        key,
        "#until > :now AND #until <= :latest",
        "SET #until = #until + :interval, #ttl = :ttl",
        Map.of(
            ":now", Attributes.number(nowMicros),
            ":latest", Attributes.number(nowMicros + rate.toleranceMicros()),
            ":interval", Attributes.number(rate.intervalMicros()),
            ":ttl", ttl(rate, now)));
  }

  private UpdateItemRequest request(
      String key, String condition, String update, Map<String, AttributeValue> values) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(Map.of(KEY, Attributes.text(key)))
        .conditionExpression(condition)
        .updateExpression(update)
        .expressionAttributeNames(Map.of("#until", UNTIL, "#ttl", TTL))
        .expressionAttributeValues(values)
        .returnValues(ReturnValue.UPDATED_NEW)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** When the number, however high it may be now, says nothing any more. */
  private static AttributeValue ttl(Rate rate, Instant now) {
    Duration longest =
        Duration.of(rate.toleranceMicros() + rate.intervalMicros(), ChronoUnit.MICROS);
    return Attributes.seconds(now.plus(longest).plus(KEPT_AFTERWARDS));
  }

  private static long number(Map<String, AttributeValue> item) {
    return Attributes.findNumber(item, UNTIL).orElse(Rate.UNUSED);
  }
}
