package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.ScriptedDynamoDb.failed;
import static dev.offhook.dynamodb.ScriptedDynamoDb.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

class TransactionTest {

  private static final CancellationReason NONE = reason("None");
  private static final CancellationReason CONFLICT = reason("TransactionConflict");
  private static final CancellationReason GONE = reason("ConditionalCheckFailed");
  private static final Map<String, AttributeValue> ITEM = Map.of("id", Attributes.text("b"));

  private final ScriptedDynamoDb client = new ScriptedDynamoDb();
  private final List<Duration> pauses = new ArrayList<>();
  private final Contention contention = new Contention(pauses::add, () -> 1.0);

  private static Change change(String key) {
    return new Change("table", "id", key).set("#done = :done").with(":done", Attributes.number(1));
  }

  private boolean commit(UnaryOperator<Transaction> second) {
    Transaction transaction = new Transaction(client, contention).require(change("a"));
    return second.apply(transaction).commit();
  }

  @Test
  void whatNothingComesBetweenIsCommittedInOneRequest() {
    assertThat(commit(t -> t.require(change("b")))).isTrue();

    assertThat(client.transactions()).hasSize(1);
    assertThat(client.transactions().getFirst().transactItems()).hasSize(2);
  }

  @Test
  void aConditionThatFailsIsAConflict() {
    client.cancel(NONE, failed(ITEM));

    assertThat(commit(t -> t.require(change("b")))).isFalse();

    assertThat(client.transactions()).hasSize(1);
  }

  @Test
  void aPartThatIsGoneIsPassedOverIfItMayBe() {
    client.cancel(NONE, GONE);

    assertThat(commit(t -> t.requireUnlessGone(change("b")))).isTrue();

    assertThat(client.transactions().getLast().transactItems()).hasSize(1);
  }

  @Test
  void aPartThatIsThereButFailsIsAConflictThoughItMayBeGone() {
    client.cancel(NONE, failed(ITEM));

    assertThat(commit(t -> t.requireUnlessGone(change("b")))).isFalse();
  }

  @Test
  void aPartThatDoesNotApplyIsPassedOverIfItMayBe() {
    client.cancel(NONE, failed(ITEM));

    assertThat(commit(t -> t.ifApplicable(change("b")))).isTrue();

    assertThat(client.transactions().getLast().transactItems()).hasSize(1);
  }

  @Test
  void aRequiredPartIsNeverPassedOver() {
    client.cancel(GONE, GONE);

    assertThat(commit(t -> t.ifApplicable(change("b")))).isFalse();
  }

  @Test
  void aMeetingWithAnotherTransactionIsTriedAgainAfterAPauseThatGrows() {
    client.cancel(CONFLICT, NONE);
    client.cancel(NONE, CONFLICT);

    assertThat(commit(t -> t.require(change("b")))).isTrue();

    assertThat(pauses).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20));
    assertThat(client.transactions()).hasSize(3);
  }

  @Test
  void whatMeetsOthersEachTimeIsAConflict() {
    for (int i = 0; i < Contention.MAX_ATTEMPTS; i++) {
      client.cancel(CONFLICT, NONE);
    }

    assertThat(commit(t -> t.require(change("b")))).isFalse();

    assertThat(client.transactions()).hasSize(Contention.MAX_ATTEMPTS);
  }

  @Test
  void allThePausesOfOneAttemptLeaveAFunctionTimeForTen() {
    for (int i = 0; i < Contention.MAX_ATTEMPTS; i++) {
      client.cancel(CONFLICT, NONE);
    }

    commit(t -> t.require(change("b")));

    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofMillis(800));
  }

  @Test
  void aThrottledTransactionIsTriedAgain() {
    client.cancel(reason("ThrottlingError"), NONE);
    client.cancel(NONE, reason("ProvisionedThroughputExceeded"));

    assertThat(commit(t -> t.require(change("b")))).isTrue();

    assertThat(client.transactions()).hasSize(3);
  }

  @Test
  void aFaultIsThrown() {
    client.cancel(NONE, reason("ValidationError"));

    assertThatThrownBy(() -> commit(t -> t.require(change("b"))))
        .isInstanceOf(TransactionCanceledException.class);
  }

  @Test
  void twoPartsOnOneItemAreAConflictWithoutARequest() {
    assertThat(commit(t -> t.require(change("a")))).isFalse();

    assertThat(client.transactions()).isEmpty();
  }

  @Test
  void aSingleRequestOutlastsTransactionsThatItMeets() {
    List<Integer> attempts = new ArrayList<>();

    String answer =
        contention.outlasting(
            () -> {
              attempts.add(1);
              if (attempts.size() < 3) {
                throw TransactionConflictException.builder().message("ongoing").build();
              }
              return "done";
            });

    assertThat(answer).isEqualTo("done");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void aSingleRequestThatMeetsTransactionsEachTimeFails() {
    assertThatThrownBy(
            () ->
                contention.outlasting(
                    () -> {
                      throw TransactionConflictException.builder().message("ongoing").build();
                    }))
        .isInstanceOf(TransactionConflictException.class);

    assertThat(pauses).hasSize(Contention.MAX_ATTEMPTS - 1);
  }
}
