package dev.offhook.local;

import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.aws.AwsCalls;
import dev.offhook.local.gateway.ManagementCall;
import dev.offhook.local.gateway.ManagementGate;
import java.util.Optional;

/** Writes the calls of the management API down with those of AWS's other services. */
record RecordedManagement(AwsCalls calls, String stage, ManagementGate gate)
    implements ManagementGate {
  @Override
  public Optional<Refusal> admit(ManagementCall call) {
    return gate.admit(call);
  }

  @Override
  public void answered(ManagementCall call, int status) {
    calls.add(AwsCall.management(call.accessKeyId(), stage, call.method(), status));
    gate.answered(call, status);
  }
}
