package dev.offhook.acceptance.turn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message of STUN or TURN.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc8489">RFC 8489</a>
 */
record StunMessage(int type, List<Attribute> attributes) {

  static final int BINDING = 0x001;
  static final int ALLOCATE = 0x003;
  static final int CREATE_PERMISSION = 0x008;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int XOR_PEER_ADDRESS = 0x0012;
  static final int REALM = 0x0014;
  static final int NONCE = 0x0015;
  static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
  static final int REQUESTED_TRANSPORT = 0x0019;
  static final int SOFTWARE = 0x8022;
  static final int FINGERPRINT = 0x8028;

  private static final int COOKIE = 0x2112A442;
  private static final int HEADER_BYTES = 20;
  private static final int INTEGRITY_BYTES = 24;
  private static final int SUCCESS = 0x0100;

  /** An attribute, its value without padding. */
  static final class Attribute {
    private final int type;
    private final byte[] value;

    Attribute(int type, byte[] value) {
      this.type = type;
      this.value = value.clone();
    }
  }

  StunMessage {
    attributes = List.copyOf(attributes);
  }

  boolean isSuccess() {
    return (type & 0x0110) == SUCCESS;
  }

  /** The code of an error; 0 if it is none. */
  int errorCode() {
    return find(ERROR_CODE).map(value -> value[2] * 100 + value[3]).orElse(0);
  }

  Optional<byte[]> find(int attribute) {
    return attributes.stream()
        .filter(one -> one.type == attribute)
        .map(one -> one.value)
        .findFirst();
  }

  /** The address of a peer, as an attribute. */
  static Attribute peer(byte[] address, byte[] transaction) {
    byte[] bytes = address.clone();
    byte[] mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transaction).array();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= mask[i];
    }
    ByteBuffer value = ByteBuffer.allocate(4 + bytes.length);
    value.put((byte) 0).put((byte) (bytes.length == 4 ? 1 : 2));
    value.putShort((short) (9 ^ (COOKIE >>> 16))).put(bytes);
    return new Attribute(XOR_PEER_ADDRESS, value.array());
  }

  /**
   * The message as it goes over the wire.
   *
   * @param key to sign it with, unless it is empty
   */
  byte[] bytes(byte[] transaction, byte[] key) throws GeneralSecurityException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    attributes.forEach(attribute -> body.writeBytes(bytes(attribute)));
    int signedBytes = key.length == 0 ? 0 : INTEGRITY_BYTES;
    ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + body.size() + signedBytes);
    message.putShort((short) type).putShort((short) (body.size() + signedBytes));
    message.putInt(COOKIE).put(transaction).put(body.toByteArray());
    if (key.length > 0) {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      mac.update(message.array(), 0, message.position());
      message.put(bytes(new Attribute(MESSAGE_INTEGRITY, mac.doFinal())));
    }
    return message.array();
  }

  private static byte[] bytes(Attribute attribute) {
    int length = attribute.value.length;
    ByteBuffer padded = ByteBuffer.allocate(4 + (length + 3) / 4 * 4);
    return padded
        .putShort((short) attribute.type)
        .putShort((short) length)
        .put(attribute.value)
        .array();
  }

  /** What came over the wire. */
  static StunMessage read(ByteBuffer bytes) {
    int type = bytes.getShort();
    bytes.position(HEADER_BYTES);
    List<Attribute> attributes = new ArrayList<>();
    while (bytes.remaining() >= 4) {
      int attribute = Short.toUnsignedInt(bytes.getShort());
      byte[] value = new byte[Short.toUnsignedInt(bytes.getShort())];
      bytes.get(value);
      bytes.position(Math.min(bytes.limit(), (bytes.position() + 3) / 4 * 4));
      attributes.add(new Attribute(attribute, value));
    }
    return new StunMessage(type, attributes);
  }
}
