package dev.offhook.acceptance;

import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The service's part of the conversations that the client's tests hold as well. */
@OffhookStack
class WrittenConversationsIT {

  private final Service service;

  WrittenConversationsIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  static List<WrittenConversation> conversations() {
    return WrittenConversation.all();
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void goAsTheyAreWritten(WrittenConversation conversation) {
    conversation.hold(service);
  }
}
