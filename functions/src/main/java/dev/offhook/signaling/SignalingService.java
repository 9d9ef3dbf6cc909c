package dev.offhook.signaling;

import dev.offhook.protocol.ClientFrame;
import dev.offhook.protocol.ClientFrame.CallFrame;
import dev.offhook.protocol.ClientFrame.Chat;
import dev.offhook.protocol.ClientFrame.Hello;
import dev.offhook.protocol.ClientFrame.JoinRoom;
import dev.offhook.protocol.ClientFrame.LeaveRoom;
import dev.offhook.protocol.ClientFrame.Ping;
import dev.offhook.protocol.ClientFrame.Refresh;
import dev.offhook.protocol.ClientFrameReader;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.session.TokenCheck;
import dev.offhook.signaling.Sessions.Admission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handles frames: checks them in the order of the contract (size, JSON, action, form, token's
 * expiry, rate, state), commits what they change, then sends.
 */
public final class SignalingService {

  private final Sessions sessions;
  private final Connections connections;
  private final Supplier<GuestTokens> tokens;
  private final ConnectionSignaling connection;
  private final RoomSignaling room;
  private final CallSignaling call;
  private final ChatSignaling chat;
  private final InstantSource clock;
  private final Floods floods = new Floods();

  SignalingService(
      Sessions sessions,
      Connections connections,
      Supplier<GuestTokens> tokens,
      ConnectionSignaling connection,
      RoomSignaling room,
      CallSignaling call,
      ChatSignaling chat,
      InstantSource clock) {
    this.sessions = sessions;
    this.connections = connections;
    this.tokens = tokens;
    this.connection = connection;
    this.room = room;
    this.call = call;
    this.chat = chat;
    this.clock = clock;
  }

  /**
   * Handles one frame.
   *
   * @return what goes back to the sender, if anything
   */
  public Optional<ServerFrame> handle(Speaker me, String text) {
    return switch (ClientFrameReader.read(text)) {
      case ClientFrameReader.Result.Read read -> handle(me, read.frame()).to(read.frame());
      case ClientFrameReader.Result.Refused refused ->
          Optional.of(new ServerFrame.Failed(refused.id(), refused.refusal()));
    };
  }

  private Reply handle(Speaker me, ClientFrame frame) {
    return switch (admit(me, frame)) {
      case Admission.Admitted admitted -> {
        Reply reply = handle(me, admitted.session(), frame);
        yield reply instanceof Reply.Superseded ? connection.superseded(me, frame.id()) : reply;
      }
      case Admission.Superseded _ -> connection.superseded(me, frame.id());
      case Admission.RateLimited limited ->
          limited(me, frame, Refusal.rateLimited("too many frames", limited.retryAfter()));
      case Admission.TokenExpired expired ->
          Reply.refused(ErrorCode.SESSION_EXPIRED, "the token of this connection ran out");
      case Admission.Revoked revoked ->
          Reply.refused(ErrorCode.UNAUTHORIZED, "the session was revoked");
      case Admission.NotFound notFound ->
          Reply.refused(ErrorCode.SESSION_NOT_FOUND, "the session expired");
    };
  }

  /** The last answer is posted: a connection that is closed gets none from its route. */
  private Reply limited(Speaker me, ClientFrame frame, Refusal refusal) {
    if (!floods.isFlood(me.connection(), clock.instant())) {
      return new Reply.Refused(refusal);
    }
    connections.post(me.connection(), new ServerFrame.Failed(frame.id(), refusal));
    connections.close(me.connection());
    return new Reply.Silence();
  }

  private Admission admit(Speaker me, ClientFrame frame) {
    Instant now = clock.instant();
    boolean tokenInTime = me.tokenExpiresAt().isAfter(now);
    return switch (frame) {
      case Hello hello -> {
        Attachment attachment = new Attachment(me.connection(), me.connectedAt());
        yield sessions.attach(me.session(), attachment, tokenInTime, now);
      }
      // It brings a token of its own.
      case Refresh _ -> sessions.admit(me.session(), me.connectedAt(), true, now);
      case Ping _, JoinRoom _, LeaveRoom _, CallFrame _, Chat _ ->
          sessions.admit(me.session(), me.connectedAt(), tokenInTime, now);
    };
  }

  private Reply handle(Speaker me, Session self, ClientFrame frame) {
    return switch (frame) {
      case Hello hello -> connection.established(me, self, hello);
      case Refresh refresh -> refresh(me, refresh);
      case Ping ping -> connection.pong(self, ping);
      case JoinRoom join -> room.join(self, join);
      case LeaveRoom leave -> room.leave(self, leave);
      case CallFrame ofCall -> call.handle(self, ofCall);
      case Chat ofChat -> chat.handle(self, ofChat);
    };
  }

  private Reply refresh(Speaker me, Refresh frame) {
    Instant now = clock.instant();
    return switch (tokens.get().check(frame.token(), now)) {
      case TokenCheck.Valid valid when valid.claims().sessionId().equals(me.session()) ->
          sessions.noteToken(me.session(), valid.claims().expiresAt(), now)
              ? Reply.done()
              : Reply.refused(ErrorCode.SESSION_NOT_FOUND, "the session expired");
      case TokenCheck.NotGuest _ -> Reply.refused(ErrorCode.FORBIDDEN, "not a guest's token");
      case TokenCheck.Valid _, TokenCheck.Expired _, TokenCheck.Invalid _ ->
          Reply.refused(ErrorCode.UNAUTHORIZED, "no valid token of this session");
    };
  }
}
