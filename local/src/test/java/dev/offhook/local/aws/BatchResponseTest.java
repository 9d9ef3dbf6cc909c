package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A function's answer to a batch")
final class BatchResponseTest {
  private static final Set<String> BATCH = Set.of("a", "b", "c");

  @ParameterizedTest(name = "{0} is success of all")
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailures\":[]}"
      })
  void withoutFailuresIsSuccessOfAll(String answer) {
    assertThat(succeeded(answer)).isEqualTo(BATCH);
  }

  @ParameterizedTest(name = "{0} is failure of a and b")
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"b\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"},{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"b\"}]}"
      })
  void namesThoseThatFailed(String answer) {
    assertThat(succeeded(answer)).containsExactly("c");
  }

  @ParameterizedTest(name = "{0} is failure of all")
  @ValueSource(
      strings = {
        "not JSON",
        "[]",
        "\"a\"",
        "{\"batchItemFailures\":[",
        "{\"batchItemFailures\":\"a\"}",
        "{\"batchItemFailures\":{}}",
        "{\"batchItemFailures\":[\"a\"]}",
        "{\"batchItemFailures\":[null]}",
        "{\"batchItemFailures\":[{}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"itemIdentifer\":\"a\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"z\"}]}"
      })
  void thatCannotBeUnderstoodIsFailureOfAll(String answer) {
    assertThat(succeeded(answer)).isEmpty();
  }

  private static Set<String> succeeded(String answer) {
    return BatchResponse.succeeded(BATCH, answer.getBytes(StandardCharsets.UTF_8));
  }
}
