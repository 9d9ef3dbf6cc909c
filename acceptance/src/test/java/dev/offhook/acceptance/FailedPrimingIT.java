package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** A version of a function is published though DynamoDB can't answer at that moment. */
@OffhookStack(faults = "dynamodb=1", shared = false)
class FailedPrimingIT {

  @Test
  void aFunctionStartsThoughItCanNotBePrimed(LocalStack stack) {
    assertThatCode(stack::prime).doesNotThrowAnyException();
  }
}
