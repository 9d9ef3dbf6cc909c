package dev.offhook.local.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A WebSocket client that decides about every frame, and about what it does not do. */
final class TestSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  final HandshakeAnswer answer;

  /** How the server answered the handshake; header names in lower case. */
  record HandshakeAnswer(int status, Map<String, String> headers, String body) {}

  /** One frame from the server. */
  @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
  record ServerFrame(int opcode, boolean fin, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** A close frame; code 1005 stands for none, 1006 for a connection that just ended. */
  record Closed(int code, String reason) {}

  private TestSocket(Socket socket, String request) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    answer = readAnswer();
  }

  /** Opens a WebSocket, or fails. */
  static TestSocket open(int port, String pathAndQuery, String... headers) {
    TestSocket socket = handshake(port, pathAndQuery, headers);
    if (socket.answer.status() != 101) {
      socket.close();
      throw new AssertionError("not opened: " + socket.answer);
    }
    return socket;
  }

  /**
   * Sends a good handshake, with more headers as {@code "Name: value"}, and reads the answer
   * whatever it is.
   */
  static TestSocket handshake(int port, String pathAndQuery, String... headers) {
    StringBuilder request = new StringBuilder();
    request
        .append("GET ")
        .append(pathAndQuery)
        .append(" HTTP/1.1\r\n")
        .append("Host: localhost:")
        .append(port)
        .append("\r\n")
        .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
        .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return raw(port, request.append("\r\n").toString());
  }

  /** Sends any bytes and reads an HTTP answer. */
  static TestSocket raw(int port, String request) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(16 * 1024);
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return new TestSocket(socket, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(String text) {
    send(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  void send(int opcode, boolean fin, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) ((fin ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % 4]));
    }
    try {
      out.write(frame.array(), 0, frame.position());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void sendClose(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    send(
        CLOSE, true, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  void sendCloseWithoutCode() {
    send(CLOSE, true, new byte[0]);
  }

  /** The next text frame. */
  String text() {
    ServerFrame frame = frame();
    if (frame.opcode() != TEXT || !frame.fin()) {
      throw new AssertionError("not a text frame: " + frame);
    }
    return frame.text();
  }

  /** Reads on until the server closes, and answers its close frame. */
  Closed closed() {
    try {
      while (true) {
        ServerFrame frame = readFrame();
        if (frame.opcode() == CLOSE) {
          ByteBuffer payload = ByteBuffer.wrap(frame.payload());
          int code = payload.remaining() < 2 ? 1005 : Short.toUnsignedInt(payload.getShort());
          answerClose(frame.payload());
          return new Closed(code, StandardCharsets.UTF_8.decode(payload).toString());
        }
      }
    } catch (EOFException | SocketException e) {
      return new Closed(1006, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServerFrame frame() {
    try {
      return readFrame();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the TCP connection without a close frame. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerClose(byte[] payload) {
    try {
      send(CLOSE, true, payload);
    } catch (UncheckedIOException e) {
      // The server did not wait for it.
      return;
    }
  }

  private ServerFrame readFrame() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new ServerFrame(first & 0x0f, (first & 0x80) != 0, payload);
  }

  private HandshakeAnswer readAnswer() throws IOException {
    int status = Integer.parseInt(line().split(" ", -1)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] header = line.split(": ?", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    return new HandshakeAnswer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
