package dev.offhook.local.iam;

import dev.offhook.local.gateway.ManagementCall;
import dev.offhook.local.gateway.ManagementGate;
import dev.offhook.local.gateway.WebSocketApi;
import dev.offhook.local.iam.Decision.Denied;
import dev.offhook.local.template.LocalEnvironment;
import java.util.List;
import java.util.Optional;

/** A gate of the management API that lets functions do what their roles allow. */
public record GrantedManagement(WebSocketApi api, Access access, ManagementGate gate)
    implements ManagementGate {
  private static final String MASKED_ACCOUNT = "********" + LocalEnvironment.ACCOUNT.substring(8);

  /** What the gate behind refuses it refuses before anybody's rights are looked at. */
  @Override
  public Optional<Refusal> admit(ManagementCall call) {
    return gate.admit(call)
        .or(
            () ->
                access
                    .check(
                        call.accessKeyId(),
                        List.of(Calls.management(api.apiId(), api.stage(), call.method())))
                    .map(GrantedManagement::refusal));
  }

  @Override
  public void answered(ManagementCall call, int status) {
    gate.answered(call, status);
  }

  private static Refusal refusal(Denied denied) {
    String resource = denied.request().resource().replace(LocalEnvironment.ACCOUNT, MASKED_ACCOUNT);
    return new Refusal(
        403,
        "AccessDeniedException",
        "Message",
        denied.notAuthorized(denied.request().action(), resource));
  }
}
