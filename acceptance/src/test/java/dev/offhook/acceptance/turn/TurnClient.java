package dev.offhook.acceptance.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offhook.acceptance.turn.StunMessage.Attribute;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Somebody who asks a TURN server for a path, over UDP or a stream. */
final class TurnClient implements AutoCloseable {

  /** UDP and TCP, as numbers of protocols. */
  static final int UDP = 17;

  static final int TCP = 6;

  /** The families of addresses. */
  static final int IPV4 = 1;

  static final int IPV6 = 2;

  /**
   * The ports that clients had. To the server a client is its port: one that comes from that of a
   * client whose path still stands is refused (437).
   */
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private static final int PATIENCE_MS = 10_000;
  private static final int LONGEST_BYTES = 2048;
  private static final byte[] NO_KEY = {};

  /** Sends a message and waits for the next one. */
  private interface Wire extends AutoCloseable {
    ByteBuffer exchange(byte[] message) throws IOException;

    @Override
    void close() throws IOException;
  }

  private final Wire wire;
  private final List<Attribute> identity = new ArrayList<>();
  private byte[] key = NO_KEY;

  private TurnClient(Wire wire) {
    this.wire = wire;
  }

  static TurnClient overUdp(InetSocketAddress server) {
    try {
      DatagramSocket socket = new DatagramSocket();
      while (!PORTS.add(socket.getLocalPort())) {
        socket.close();
        socket = new DatagramSocket();
      }
      socket.connect(server);
      socket.setSoTimeout(PATIENCE_MS);
      return new TurnClient(new Datagrams(socket));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static TurnClient over(Socket stream) {
    return new TurnClient(new Stream(stream));
  }

  /** Asks for the own address. */
  StunMessage bind() {
    return ask(StunMessage.BINDING);
  }

  /** Asks for a path of UDP and IPv4, in the name of somebody. */
  StunMessage allocate(String username, String password) {
    return allocate(username, password, UDP, IPV4);
  }

  /** Asks for a path of a protocol and a family, in the name of somebody. */
  StunMessage allocate(String username, String password, int protocol, int family) {
    Attribute transport =
        new Attribute(StunMessage.REQUESTED_TRANSPORT, new byte[] {(byte) protocol, 0, 0, 0});
    Attribute addresses =
        new Attribute(StunMessage.REQUESTED_ADDRESS_FAMILY, new byte[] {(byte) family, 0, 0, 0});
    StunMessage challenge = ask(StunMessage.ALLOCATE, transport, addresses);
    if (challenge.errorCode() != 401) {
      throw new AssertionError("a stranger was answered " + challenge.errorCode());
    }
    identify(username, password, challenge);
    return ask(StunMessage.ALLOCATE, transport, addresses);
  }

  private void identify(String username, String password, StunMessage challenge) {
    byte[] realm = challenge.find(StunMessage.REALM).orElseThrow();
    identity.add(new Attribute(StunMessage.USERNAME, username.getBytes(UTF_8)));
    identity.add(new Attribute(StunMessage.REALM, realm));
    identity.add(new Attribute(StunMessage.NONCE, challenge.find(StunMessage.NONCE).orElseThrow()));
    String text = username + ":" + new String(realm, UTF_8) + ":" + password;
    try {
      key = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Asks to exchange media with a peer over the path. */
  StunMessage permit(byte[] peer) {
    byte[] transaction = newTransaction();
    return ask(StunMessage.CREATE_PERMISSION, transaction, StunMessage.peer(peer, transaction));
  }

  private StunMessage ask(int method, Attribute... attributes) {
    return ask(method, newTransaction(), attributes);
  }

  private StunMessage ask(int method, byte[] transaction, Attribute... attributes) {
    List<Attribute> all = new ArrayList<>(List.of(attributes));
    all.addAll(identity);
    try {
      return StunMessage.read(wire.exchange(new StunMessage(method, all).bytes(transaction, key)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] newTransaction() {
    byte[] transaction = new byte[12];
    ThreadLocalRandom.current().nextBytes(transaction);
    return transaction;
  }

  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException alreadyGone) {
      // It is closed either way.
    }
  }

  private record Datagrams(DatagramSocket socket) implements Wire {
    @Override
    public ByteBuffer exchange(byte[] message) throws IOException {
      socket.send(new DatagramPacket(message, message.length));
      DatagramPacket answer = new DatagramPacket(new byte[LONGEST_BYTES], LONGEST_BYTES);
      socket.receive(answer);
      return ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private record Stream(Socket socket) implements Wire {
    @Override
    public ByteBuffer exchange(byte[] message) throws IOException {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(message);
      DataInputStream input = new DataInputStream(socket.getInputStream());
      byte[] header = input.readNBytes(20);
      byte[] body = input.readNBytes(Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(2)));
      return ByteBuffer.allocate(20 + body.length).put(header).put(body).flip();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
