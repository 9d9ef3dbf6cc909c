package dev.offhook.protocol;

/** A member is not of the form it must have; caught where the reading began. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  MalformedException(String path, String message) {
    super(message, null, false, false);
    refusal = Refusal.badRequest(path, message);
  }

  Refusal refusal() {
    return refusal;
  }
}
