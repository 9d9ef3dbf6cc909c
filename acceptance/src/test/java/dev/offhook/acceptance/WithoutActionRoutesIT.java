package dev.offhook.acceptance;

import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** All frames by way of {@code $default}. */
@OffhookStack(
    parameters = {"ActionRoutes=disabled", "StunUrls=stun:stun.example:3478,stuns:stun.example"},
    shared = false)
class WithoutActionRoutesIT {

  @Test
  void aCallIsMade(LocalStack stack) {
    ShortCall.isMade(new Service(stack.apiUrl(), stack.websocketUrl()));
  }
}
