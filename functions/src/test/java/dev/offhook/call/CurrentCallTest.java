package dev.offhook.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.SessionId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CurrentCallTest {

  @ParameterizedTest
  @EnumSource(names = {"RINGING", "ACTIVE"})
  void aSessionIsInACallThatRingsOrIsActive(CallState state) {
    assertThat(in(state).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ENDED"})
  void aSessionIsInNoOtherCall(CallState state) {
    assertThatIllegalArgumentException().isThrownBy(() -> in(state));
  }

  private static CurrentCall in(CallState state) {
    return new CurrentCall(
        new CallId("call"),
        CallRole.CALLER,
        state,
        CallType.VIDEO,
        new SessionId("peer"),
        Optional.empty());
  }
}
