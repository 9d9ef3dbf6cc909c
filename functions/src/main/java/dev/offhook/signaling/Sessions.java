package dev.offhook.signaling;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions. Each method is one request to the store, but where it says more. */
public interface Sessions {

  /** Puts a new session, if and only if there is no other of its id. */
  void create(Session session);

  /** The session as it is now, revoked or expired ones too. */
  Optional<Session> find(SessionId id);

  /** The sessions of those ids that exist, in no order. No request for none. */
  List<Session> findAll(List<SessionId> ids);

  /**
   * Lets a frame in: takes one from the session's rate, if and only if the session is alive, no
   * connection was its own last that was opened later than the frame's, a token behind the frame is
   * valid, and the rate allows it. A frame close behind another may cost a second request.
   *
   * @param connectedAt when the connection that the frame comes by was opened
   * @param tokenInTime whether the connection's own token is; if not, the session must have been
   *     refreshed ({@link #noteToken}) until after now
   */
  Admission admit(SessionId id, Instant connectedAt, boolean tokenInTime, Instant now);

  /**
   * Lets a {@code session:hello} in like {@link #admit}, and makes its connection the session's, if
   * and only if the session has none that was opened later.
   *
   * @return {@link Admission.Admitted} with the session as it was <em>before</em>
   */
  Admission attach(SessionId id, Attachment attachment, boolean tokenInTime, Instant now);

  /**
   * Notes until when a token that was proven by {@code session:refresh} is valid, if and only if
   * the session is alive.
   *
   * @return whether it is
   */
  boolean noteToken(SessionId id, Instant tokenExpiresAt, Instant now);

  /**
   * Takes the connection off the session, if and only if it is still the session's.
   *
   * @return whether it was
   */
  boolean detach(SessionId id, ConnectionId connection, Instant now);

  /**
   * Tells a peer where the session is reached now: in the copy for its room, if and only if both
   * are in that room; in the copy for its call, if and only if both are in that call.
   *
   * @return the peer as it was before that; empty if what is given is no longer so
   */
  Optional<Session> tellPeer(
      SessionId peer,
      SessionId session,
      ConnectionId connection,
      Optional<RoomName> room,
      Optional<CallId> call);

  /**
   * Takes a place in the session's mail, if and only if frames can't be posted to it at once but
   * later: it is alive; it is without a connection and lost its last one within the resume window,
   * or it is connected and its mail is open; and the mail has room.
   *
   * @param bytes the size of the frame in UTF-8
   * @param stuck a connection to which frames can't be posted for now: while the session has this
   *     one its mail may be opened
   */
  MailPlace takePlace(SessionId id, int bytes, Optional<ConnectionId> stuck, Instant now);

  /**
   * Closes the mail because everything in it was delivered, if and only if it is still the same and
   * the connection is still the session's.
   *
   * @return the session with its mail closed
   */
  Optional<Session> closeMail(SessionId id, ConnectionId connection, Mail delivered);

  /**
   * Takes the oldest frames off the mail because they were delivered, if and only if they are still
   * the oldest.
   *
   * @return whether they were
   */
  boolean shortenMail(SessionId id, Mail delivered);

  /**
   * Closes the mail undelivered, and for good until the session is lost anew: no place is taken in
   * it any more, however old the time is that a handler goes by. If and only if the mail is still
   * the same and the session has no connection or isn't alive.
   *
   * @return whether nothing waits now; true too if the session is no more
   */
  boolean discardMail(SessionId id, Mail mail, Instant now);

  /**
   * Lets the session live on until then, if and only if it is alive.
   *
   * @return whether it was
   */
  boolean extend(SessionId id, Instant expiresAt, Instant now);

  /**
   * Revokes the session and takes its connection off, if and only if it is alive. Its room and its
   * call stay for their own transitions to end.
   *
   * @return the session as it was before; empty if it wasn't alive
   */
  Optional<Session> revoke(SessionId id, Instant now);

  /** Where a frame for a session can go. */
  sealed interface MailPlace {
    /** Into that place of its mail. */
    record Taken(long place) implements MailPlace {}

    /** To that connection, at once. */
    record Direct(ConnectionId connection) implements MailPlace {}

    /** Nowhere: its mail is full. */
    record Full() implements MailPlace {}

    /** Nowhere: the session is not connected and not about to resume. */
    record Unavailable() implements MailPlace {}
  }

  /**
   * Forgets how the session last ended a call and left a room, because all were told; if and only
   * if the session exists.
   */
  void forgetDeparture(SessionId id);

  /** Whether a frame may be handled. */
  sealed interface Admission {
    /** It may; the session as it is. */
    record Admitted(Session session) implements Admission {}

    /** Too many frames; not before that time has passed. */
    record RateLimited(Duration retryAfter) implements Admission {}

    /** The token behind the connection ran out. */
    record TokenExpired() implements Admission {}

    /** The session was revoked. */
    record Revoked() implements Admission {}

    /** The session expired or never was. */
    record NotFound() implements Admission {}

    /** A later connection is the session's. */
    record Superseded() implements Admission {}
  }
}
