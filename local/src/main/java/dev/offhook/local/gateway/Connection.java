package dev.offhook.local.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: puts a client's frames together to messages and sends frames to it.
 *
 * <p>Its life is kept by {@link Connections}; here is only the socket.
 */
final class Connection implements FrameHandler {
  /** What a waiting frame takes besides its payload. */
  private static final int FRAME_BYTES = 100;

  private final Client client;
  private final Connections connections;
  private final GatewayLimits limits;
  private final Wire wire;
  private final AtomicLong pendingBytes = new AtomicLong();
  private volatile @Nullable CoreSession session;
  private volatile long lastActiveNanos = System.nanoTime();
  private volatile boolean closing;

  /** The frames so far of a message that has more to come; only the reading thread touches it. */
  private @Nullable ByteArrayOutputStream unfinished;

  Connection(Client client, Connections connections, GatewayLimits limits, Wire wire) {
    this.client = client;
    this.connections = connections;
    this.limits = limits;
    this.wire = wire;
  }

  Client client() {
    return client;
  }

  /** How long no message went either way. */
  long idleNanos() {
    return System.nanoTime() - lastActiveNanos;
  }

  /**
   * Sends one text frame, after those sent before where the wire keeps their order.
   *
   * @return false if too much is waiting already for the client to read it
   */
  boolean send(byte[] utf8, Wire.Origin origin) {
    long waiting = pendingBytes.get();
    if (waiting > 0 && waiting + utf8.length > limits.pendingBytes()) {
      return false;
    }
    wire.toClient(client.id().value(), origin, utf8, () -> write(utf8));
    return true;
  }

  /** Sends a close frame and cuts the socket if the client does not answer it in time. */
  void close(int code, String reason) {
    closing = true;
    CoreSession open = session;
    if (open != null) {
      open.close(code, reason, Callback.NOOP);
      connections.cutLater(open::abort);
    }
  }

  /** Cuts the socket without a close frame. */
  void cut() {
    closing = true;
    CoreSession open = session;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    connections.opened(this);
    callback.succeeded();
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.CONTINUATION -> data(frame);
      case OpCode.BINARY -> refuse(CloseStatus.BAD_DATA, "Binary frames are not supported");
      case OpCode.PING -> pong(frame);
      default -> {}
    }
    callback.succeeded();
    CoreSession open = session;
    if (open != null && frame.getOpCode() != OpCode.CLOSE) {
      open.demand();
    }
  }

  /** What goes wrong with a socket closes it: {@link #onClosed} follows. */
  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    String reason = status.getReason() == null ? "" : status.getReason();
    switch (status.getCode()) {
      case CloseStatus.NO_CODE ->
          connections.ended(this, status.getCode(), "Client-side close frame status not set");
      case CloseStatus.NO_CLOSE -> connections.ended(this, status.getCode(), Connections.ABNORMAL);
      case CloseStatus.MESSAGE_TOO_LARGE ->
          connections.ended(this, status.getCode(), Connections.TOO_BIG);
      default -> connections.ended(this, status.getCode(), reason);
    }
    callback.succeeded();
  }

  private void data(Frame frame) {
    if (closing) {
      return;
    }
    ByteArrayOutputStream before = unfinished;
    int size = frame.getPayloadLength() + (before == null ? 0 : before.size());
    if (frame.getPayloadLength() > limits.frameBytes() || size > limits.messageBytes()) {
      refuse(CloseStatus.MESSAGE_TOO_LARGE, Connections.TOO_BIG);
      return;
    }
    touch();
    byte[] payload = bytes(frame);
    if (before == null && frame.isFin()) {
      complete(payload);
      return;
    }
    ByteArrayOutputStream message = before == null ? new ByteArrayOutputStream() : before;
    message.writeBytes(payload);
    unfinished = frame.isFin() ? null : message;
    if (frame.isFin()) {
      complete(message.toByteArray());
    }
  }

  private void complete(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      refuse(CloseStatus.BAD_PAYLOAD, "Invalid UTF-8");
      return;
    }
    connections.received(this, text);
  }

  private void refuse(int code, String reason) {
    unfinished = null;
    connections.end(this, code, reason);
  }

  /**
   * Answers a ping, unless the client does not read: what it does not read is not kept for ever.
   */
  private void pong(Frame ping) {
    if (limits.pingsKeepAlive()) {
      touch();
    }
    if (pendingBytes.get() < limits.pendingBytes()) {
      transmit(OpCode.PONG, bytes(ping));
    }
  }

  private void write(byte[] utf8) {
    touch();
    transmit(OpCode.TEXT, utf8);
  }

  private void transmit(byte opcode, byte[] payload) {
    CoreSession open = session;
    if (open == null || closing) {
      return;
    }
    int size = payload.length + FRAME_BYTES;
    pendingBytes.addAndGet(size);
    open.sendFrame(
        new Frame(opcode, true, ByteBuffer.wrap(payload)),
        Callback.from(() -> pendingBytes.addAndGet(-size)),
        false);
  }

  private void touch() {
    lastActiveNanos = System.nanoTime();
  }

  private static byte[] bytes(Frame frame) {
    return BufferUtil.toArray(frame.getPayload());
  }
}
