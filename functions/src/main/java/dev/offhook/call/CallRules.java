package dev.offhook.call;

import static dev.offhook.call.CallRole.CALLER;

import dev.offhook.call.CallOutcome.Accept;
import dev.offhook.call.CallOutcome.AlreadyOver;
import dev.offhook.call.CallOutcome.End;
import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallOutcome.NoticeKind;
import dev.offhook.call.CallOutcome.Open;
import dev.offhook.call.CallOutcome.Refuse;
import dev.offhook.call.CallOutcome.Relay;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.ErrorCode;

/**
 * The table of a call: what an input from one side does in a state.
 *
 * <pre>
 * none, ended  offer                          -> open
 *              answer, ice-candidate          -> no-call
 *              call-end, -reject, -timeout    -> already over
 *              ring timer, gone               -> already over
 * ringing      offer          caller          -> relay (ICE restart before the answer)
 *              offer          callee          -> glare
 *              answer         callee          -> active
 *              answer         caller          -> bad-state
 *              ice-candidate                  -> relay
 *              call-end       caller          -> ended: call-end cancelled
 *              call-end       callee          -> ended: call-reject rejected
 *              call-reject    callee          -> ended: call-reject
 *              call-reject    caller          -> bad-state
 *              call-timeout   caller          -> ended: call-timeout
 *              call-timeout   callee          -> bad-state
 *              ring timer                     -> ended: call-timeout (to both)
 *              gone                           -> ended: call-end peer-disconnected
 * active       offer, answer, ice-candidate   -> relay (negotiation by either side)
 *              call-end                       -> ended: call-end
 *              call-reject, call-timeout      -> bad-state
 *              ring timer                     -> already over (the ringing is)
 *              gone                           -> ended: call-end peer-disconnected
 * </pre>
 */
public final class CallRules {

  private CallRules() {}

  /**
   * Decides one input.
   *
   * @param role the side that the input comes from; without meaning in {@code NONE} and {@code
   *     ENDED}
   */
  public static CallOutcome decide(CallState state, CallRole role, CallInput input) {
    return switch (state) {
      case NONE, ENDED -> withoutCall(input);
      case RINGING -> ringing(role, input);
      case ACTIVE -> active(input);
    };
  }

  private static CallOutcome withoutCall(CallInput input) {
    return switch (input) {
      case CallInput.Offer offer -> new Open();
      case CallInput.Answer answer -> new Refuse(ErrorCode.NO_CALL);
      case CallInput.IceCandidate candidate -> new Refuse(ErrorCode.NO_CALL);
      case CallInput.End end -> new AlreadyOver();
      case CallInput.Reject reject -> new AlreadyOver();
      case CallInput.TimeOut timeOut -> new AlreadyOver();
      case CallInput.RingTimer timer -> new AlreadyOver();
      case CallInput.Gone gone -> new AlreadyOver();
    };
  }

  private static CallOutcome ringing(CallRole role, CallInput input) {
    boolean caller = role == CALLER;
    return switch (input) {
      case CallInput.Offer offer -> caller ? new Relay() : new Refuse(ErrorCode.GLARE);
      case CallInput.Answer answer -> caller ? badState() : new Accept();
      case CallInput.IceCandidate candidate -> new Relay();
      case CallInput.End end ->
          caller
              ? ends(NoticeKind.CALL_END, EndReason.CANCELLED)
              : ends(NoticeKind.CALL_REJECT, EndReason.REJECTED);
      case CallInput.Reject reject ->
          caller ? badState() : ends(NoticeKind.CALL_REJECT, reject.reason());
      case CallInput.TimeOut timeOut ->
          caller ? ends(NoticeKind.CALL_TIMEOUT, EndReason.TIMEOUT) : badState();
      case CallInput.RingTimer timer -> ends(NoticeKind.CALL_TIMEOUT, EndReason.TIMEOUT);
      case CallInput.Gone gone -> ends(NoticeKind.CALL_END, EndReason.PEER_DISCONNECTED);
    };
  }

  private static CallOutcome active(CallInput input) {
    return switch (input) {
      case CallInput.Offer offer -> new Relay();
      case CallInput.Answer answer -> new Relay();
      case CallInput.IceCandidate candidate -> new Relay();
      case CallInput.End end -> ends(NoticeKind.CALL_END, end.reason());
      case CallInput.Reject reject -> badState();
      case CallInput.TimeOut timeOut -> badState();
      case CallInput.RingTimer timer -> new AlreadyOver();
      case CallInput.Gone gone -> ends(NoticeKind.CALL_END, EndReason.PEER_DISCONNECTED);
    };
  }

  private static CallOutcome ends(NoticeKind kind, EndReason reason) {
    return new End(new Notice(kind, reason));
  }

  private static CallOutcome badState() {
    return new Refuse(ErrorCode.BAD_STATE);
  }
}
