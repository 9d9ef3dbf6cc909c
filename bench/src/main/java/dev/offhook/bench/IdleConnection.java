package dev.offhook.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A WebSocket of somebody who says hello and nothing more: a bare socket, so that what is measured
 * is the memory of the other end.
 */
final class IdleConnection implements AutoCloseable {

  private static final String HELLO = "{\"action\":\"session:hello\"}";
  private static final String ANY_KEY = "AAAAAAAAAAAAAAAAAAAAAA==";
  private static final int FINAL_TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;

  private final SocketChannel channel;

  private IdleConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects to that address, says hello and waits for its answer. */
  static IdleConnection open(URI url) throws IOException {
    SocketChannel channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
    IdleConnection connection = new IdleConnection(channel);
    connection.send(
        ("GET %s?%s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    .formatted(url.getPath(), url.getQuery(), url.getHost(), url.getPort())
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + ANY_KEY
                + "\r\n\r\n")
            .getBytes(UTF_8));
    connection.await("101 Switching Protocols");
    connection.send(hello());
    connection.await("connection:established");
    return connection;
  }

  /** The hello as a frame of RFC 6455, masked with zeros. */
  private static byte[] hello() {
    byte[] text = HELLO.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(2 + MASK_BYTES + text.length);
    frame.put((byte) FINAL_TEXT).put((byte) (MASKED | text.length)).putInt(0).put(text);
    return frame.array();
  }

  private void send(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  private void await(String what) throws IOException {
    StringBuilder received = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (received.indexOf(what) < 0) {
      if (channel.read(buffer.clear()) < 0) {
        throw new EOFException("closed before " + what);
      }
      received.append(UTF_8.decode(buffer.flip()));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
