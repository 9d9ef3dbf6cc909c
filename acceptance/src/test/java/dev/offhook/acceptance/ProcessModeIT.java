package dev.offhook.acceptance;

import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions.LambdaMode;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** The functions in processes of their own, under the runtime client that Lambda uses. */
@OffhookStack(lambda = LambdaMode.PROCESS, shared = false)
class ProcessModeIT {

  @Test
  void aCallIsMade(LocalStack stack) {
    ShortCall.isMade(new Service(stack.apiUrl(), stack.websocketUrl()));
  }
}
