package dev.offhook.session;

/** A key that tokens are signed with (HS256). Its secret is never printed. */
public record SigningKey(String kid, String secret) {

  private static final int MIN_SECRET_CHARACTERS = 32;

  public SigningKey {
    if (kid.isEmpty() || secret.length() < MIN_SECRET_CHARACTERS) {
      throw new IllegalArgumentException("a signing key has a kid and at least 256 bits");
    }
  }

  @Override
  public String toString() {
    return "SigningKey[kid=" + kid + "]";
  }
}
