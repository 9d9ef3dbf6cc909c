package dev.offhook.protocol;

/** The names of the actions. */
public final class Action {
  public static final String SESSION_HELLO = "session:hello";
  public static final String SESSION_REFRESH = "session:refresh";
  public static final String SESSION_ENDED = "session:ended";
  public static final String PING = "ping";
  public static final String PONG = "pong";
  public static final String ROOM_JOIN = "room:join";
  public static final String ROOM_LEAVE = "room:leave";
  public static final String ROOM_JOINED = "room:joined";
  public static final String ROOM_PEER_JOINED = "room:peer-joined";
  public static final String ROOM_PEER_LEFT = "room:peer-left";
  public static final String OFFER = "webrtc:offer";
  public static final String ANSWER = "webrtc:answer";
  public static final String ICE_CANDIDATE = "webrtc:ice-candidate";
  public static final String CALL_END = "webrtc:call-end";
  public static final String CALL_REJECT = "webrtc:call-reject";
  public static final String CALL_TIMEOUT = "webrtc:call-timeout";
  public static final String PEER_RESUMED = "webrtc:peer-resumed";
  public static final String CHAT_TEXT = "chat:text";
  public static final String CHAT_FILE = "chat:file";
  public static final String CHAT_VOICE = "chat:voice";
  public static final String CONNECTION_ESTABLISHED = "connection:established";
  public static final String CONNECTION_REPLACED = "connection:replaced";
  public static final String ACK = "ack";
  public static final String ERROR = "error";

  private Action() {}
}
