package dev.offhook.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.contracts.CountersContract;
import dev.offhook.contracts.Stores;
import dev.offhook.session.Rate;
import dev.offhook.session.Rate.Decision;
import dev.offhook.signaling.Counters;
import dev.offhook.signaling.Counters.Counter;
import dev.offhook.signaling.Counters.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Execution(ExecutionMode.CONCURRENT)
class DynamoDbCountersIT extends CountersContract {

  private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return new DynamoDbStores(CLIENT, rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return 20;
  }

  @Test
  void whatOneEnvironmentCountedAnotherOneKnows() {
    Counter counter = new Counter(Kind.JOINS, UUID.randomUUID().toString());
    Rate one = Rate.perMinute(1);
    Instant now = Instant.parse("2026-01-01T12:00:00Z");
    Counters first = open(one, InstantSource.fixed(now)).counters();
    Counters other = open(one, InstantSource.fixed(now)).counters();

    assertThat(first.take(counter, one, now)).isInstanceOf(Decision.Taken.class);
    assertThat(other.take(counter, one, now))
        .isEqualTo(new Decision.Refused(Duration.ofMinutes(1)));
  }
}
