package dev.offhook.acceptance;

/** Parameters of the stacks that conversations need beside the usual one. */
final class Stacks {

  /** Nobody waits: for an answer, or for one who is gone. */
  static final String SHORT_RING = "RingSeconds=2";

  /** Calls that are looked at while a test waits. */
  static final String FREQUENT_CHECKS = "CallCheckSeconds=2";

  /** How long one who is gone may come back. */
  static final String SHORT_RESUME = "ResumeSeconds=2";

  /** A room for three. */
  static final String ROOM_OF_THREE = "RoomSize=3";

  /** Tokens that run out while a test waits. */
  static final String SHORT_TOKENS = "TokenSeconds=2";

  /** Tickets that expire while a test waits: for so many milliseconds. */
  static final String SHORT_TICKETS = "TicketSeconds=1";

  static final long TICKET_MILLIS = 1000;

  /** Sessions that expire while a test waits. */
  static final String SHORT_SESSIONS = "SessionSeconds=8";

  /** All frames by way of {@code $default}. */
  static final String NO_ACTION_ROUTES = "ActionRoutes=disabled";

  /** A session that has sent its burst of 60 frames is soon too fast. */
  static final String SLOW_FRAMES = "FramesPerSecond=2";

  /** Some STUN servers. */
  static final String STUN = "StunUrls=stun:stun.example:3478,stuns:stun.example";

  /** TURN servers that share a secret with the stack. */
  static final String TURN =
      "TurnUrls=turn:turn.example:3478?transport=udp,turns:turn.example:5349";

  /** A provider of more of them. */
  static final String PROVIDER = "IceProvider=enabled";

  private Stacks() {}
}
