package dev.offhook.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnprocessedKeysTest {

  private final ScriptedDynamoDb client = new ScriptedDynamoDb();
  private final List<Duration> pauses = new ArrayList<>();
  private final DynamoDbSessions sessions =
      new DynamoDbSessions(
          client,
          "sessions",
          Rate.of(30, 60),
          Duration.ofSeconds(30),
          new Contention(pauses::add, () -> 1.0));

  @Test
  void keysThatAreLeftOverAreAskedForAgainAfterAPause() {
    client.leaveUnprocessed(2);

    assertThat(sessions.findAll(List.of(new SessionId("a")))).isEmpty();

    assertThat(client.batches()).isEqualTo(3);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void keysThatAreLeftOverEachTimeAreAFault() {
    client.leaveUnprocessed(Integer.MAX_VALUE);

    assertThatThrownBy(() -> sessions.findAll(List.of(new SessionId("a"))))
        .isInstanceOf(IllegalStateException.class);
  }
}
