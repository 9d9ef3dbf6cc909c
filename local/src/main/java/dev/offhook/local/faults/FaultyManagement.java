package dev.offhook.local.faults;

import dev.offhook.local.gateway.ManagementCall;
import dev.offhook.local.gateway.ManagementGate;
import java.util.Optional;

/** A gate that refuses calls of the management API now and then, and those of the dead. */
final class FaultyManagement implements ManagementGate {
  private static final Refusal DEAD =
      new Refusal(403, FaultyService.DEAD, FaultyService.DEAD_MESSAGE);

  private final Adversary adversary;
  private final Crashes crashes;
  private final Sockets sockets;

  FaultyManagement(Adversary adversary, Crashes crashes, Sockets sockets) {
    this.adversary = adversary;
    this.crashes = crashes;
    this.sockets = sockets;
  }

  @Override
  public Optional<Refusal> admit(ManagementCall call) {
    if (!crashes.begins(call.sessionToken())) {
      return Optional.of(DEAD);
    }
    Optional<ManagementError> error = adversary.error(call);
    if (error.equals(Optional.of(ManagementError.GONE))) {
      sockets.cut(call.connectionId(), false);
    }
    return error.map(ManagementError::refusal);
  }

  @Override
  public void answered(ManagementCall call, int status) {
    crashes.answers(call.sessionToken());
  }
}
