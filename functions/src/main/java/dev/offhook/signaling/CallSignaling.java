package dev.offhook.signaling;

import dev.offhook.call.CallInput;
import dev.offhook.call.CallOutcome;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallRules;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ClientFrame.Answer;
import dev.offhook.protocol.ClientFrame.CallEnd;
import dev.offhook.protocol.ClientFrame.CallFrame;
import dev.offhook.protocol.ClientFrame.CallReject;
import dev.offhook.protocol.ClientFrame.CallTimeout;
import dev.offhook.protocol.ClientFrame.Description;
import dev.offhook.protocol.ClientFrame.IceCandidate;
import dev.offhook.protocol.ClientFrame.Offer;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import java.time.InstantSource;
import java.util.Optional;

/** Carries out what {@link CallRules} decide: commits the transition, then tells the other side. */
final class CallSignaling {

  private final Sessions sessions;
  private final Calls calls;
  private final CallOpening opening;
  private final CallNotices notices;
  private final Attempts attempts;
  private final InstantSource clock;

  CallSignaling(
      Sessions sessions,
      Calls calls,
      CallOpening opening,
      CallNotices notices,
      Attempts attempts,
      InstantSource clock) {
    this.sessions = sessions;
    this.calls = calls;
    this.opening = opening;
    this.notices = notices;
    this.attempts = attempts;
    this.clock = clock;
  }

  Reply handle(Session admitted, CallFrame frame) {
    return attempts.run(
        admitted,
        () -> sessions.find(admitted.id()).orElse(admitted),
        self ->
            isSuperseded(admitted, self)
                ? Optional.of(new Reply.Superseded())
                : attempt(self, frame));
  }

  /** Whether another page of the session took over: it goes on with the call as it was told. */
  private static boolean isSuperseded(Session admitted, Session self) {
    return self.connection().isPresent() && !self.connection().equals(admitted.connection());
  }

  /** One try; empty if the state it was decided on has changed. */
  private Optional<Reply> attempt(Session self, CallFrame frame) {
    if (!self.isAlive(clock.instant())) {
      return Optional.of(Reply.over(self));
    }
    Optional<Reply> repetition = repetition(self, frame);
    if (repetition.isPresent()) {
      return repetition;
    }
    if (frame instanceof Offer offer) {
      Optional<Refusal> wrongPeer = wrongPeer(self, offer);
      if (wrongPeer.isPresent()) {
        return Optional.of(new Reply.Refused(wrongPeer.get()));
      }
    }
    if (isForeign(self, frame.callId())) {
      return Optional.of(withoutCall(frame));
    }
    CallRole role = self.call().map(CurrentCall::role).orElse(CallRole.CALLER);
    CallOutcome outcome = CallRules.decide(self.callState(), role, input(frame));
    return carryOut(outcome, self, frame);
  }

  /**
   * The answer to a frame that opened or ended a call before; what it may not have sent is sent.
   */
  private Optional<Reply> repetition(Session self, CallFrame frame) {
    return switch (frame) {
      case Offer offer -> opening.repetition(self, offer);
      case CallEnd _, CallReject _, CallTimeout _ ->
          self.ending()
              .filter(end -> Repetition.is(frame.id(), end.frame(), end.at(), clock.instant()))
              .map(end -> new Reply.Done(notices.over(self, end), Optional.of(end.call())));
      // Sent on again whenever they come.
      case Answer _, IceCandidate _ -> Optional.empty();
    };
  }

  private static Optional<Refusal> wrongPeer(Session self, Offer offer) {
    Optional<SessionId> to = offer.to();
    if (to.isPresent() && to.get().equals(self.id())) {
      return Optional.of(Refusal.badRequest("/to", "an offer to oneself"));
    }
    boolean third =
        self.call().isPresent() && to.isPresent() && !to.get().equals(self.call().get().peer());
    return third
        ? Optional.of(Refusal.of(ErrorCode.BAD_STATE, "there is a call with another peer"))
        : Optional.empty();
  }

  private static boolean isForeign(Session self, Optional<CallId> named) {
    return named.isPresent() && !named.equals(self.call().map(CurrentCall::id));
  }

  /** A frame for a call that isn't the session's is taken as if there were none. */
  private static Reply withoutCall(CallFrame frame) {
    CallOutcome outcome = CallRules.decide(CallState.NONE, CallRole.CALLER, input(frame));
    return outcome instanceof CallOutcome.AlreadyOver ? Reply.done() : noCall();
  }

  private Optional<Reply> carryOut(CallOutcome outcome, Session self, CallFrame frame) {
    return switch (outcome) {
      case CallOutcome.Open open -> opening.open(self, (Offer) frame);
      case CallOutcome.AlreadyOver over -> Optional.of(Reply.done());
      case CallOutcome.Refuse refuse -> Optional.of(refusal(refuse.code(), self));
      case CallOutcome.Relay relay -> Optional.of(relay(self, (Description) frame));
      case CallOutcome.Accept accept -> accept(self, (Answer) frame);
      case CallOutcome.End end -> end(self, frame, end.notice());
    };
  }

  private static CallInput input(CallFrame frame) {
    return switch (frame) {
      case Offer offer -> new CallInput.Offer();
      case Answer answer -> new CallInput.Answer();
      case IceCandidate candidate -> new CallInput.IceCandidate();
      case CallEnd end -> new CallInput.End(end.reason());
      case CallReject reject -> new CallInput.Reject(reject.reason());
      case CallTimeout timeout -> new CallInput.TimeOut();
    };
  }

  private static Reply refusal(ErrorCode code, Session self) {
    if (code == ErrorCode.GLARE && self.call().isPresent()) {
      return new Reply.Refused(Refusal.glare(self.call().get().id()));
    }
    return code == ErrorCode.NO_CALL
        ? noCall()
        : Reply.refused(code, "the call is not in a state that allows this");
  }

  private static Reply noCall() {
    return Reply.refused(ErrorCode.NO_CALL, "there is no such call");
  }

  private Reply relay(Session self, Description frame) {
    CurrentCall call = self.call().orElseThrow();
    Delivery delivery = notices.relay(self, call, frame, false);
    return delivery == Delivery.NONE
        ? Reply.refused(ErrorCode.PEER_UNAVAILABLE, "the peer is not connected")
        : new Reply.Done(delivery, Optional.of(call.id()));
  }

  private Optional<Reply> accept(Session self, Answer frame) {
    CurrentCall call = self.call().orElseThrow();
    if (!calls.answer(call.id(), call.peer(), self.id(), clock.instant())) {
      return Optional.empty();
    }
    Delivery delivery = notices.relay(self, call, frame, false);
    return Optional.of(new Reply.Done(delivery, Optional.of(call.id())));
  }

  private Optional<Reply> end(Session self, CallFrame frame, CallOutcome.Notice notice) {
    CurrentCall call = self.call().orElseThrow();
    if (!calls.end(Calls.Ending.byFrame(self, call, notice, frame.id(), clock.instant()))) {
      return Optional.empty();
    }
    Delivery delivery = notices.over(self, call, notice);
    return Optional.of(new Reply.Done(delivery, Optional.of(call.id())));
  }
}
