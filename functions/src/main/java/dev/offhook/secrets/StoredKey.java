package dev.offhook.secrets;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.session.SigningKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A signing key as a version of the secret has it: {@code {"kid": ..., "key": ..., "createdAt":
 * ...}}.
 *
 * @param createdAt when a rotation made it; the first one, made with the stack, has none
 */
record StoredKey(SigningKey key, Optional<Instant> createdAt) {

  private static final String KID = "kid";
  private static final String KEY = "key";
  private static final String CREATED_AT = "createdAt";

  /** The key that a version's text holds, if it holds one. */
  static Optional<StoredKey> read(String text) {
    return JsonText.readObject(text).flatMap(StoredKey::read);
  }

  private static Optional<StoredKey> read(JsonObject secret) {
    try {
      SigningKey key = new SigningKey(secret.text(KID).orElse(""), secret.text(KEY).orElse(""));
      return Optional.of(new StoredKey(key, secret.text(CREATED_AT).map(Instant::parse)));
    } catch (IllegalArgumentException | DateTimeException noKey) {
      return Optional.empty();
    }
  }

  /** The text of a version that holds it. */
  String write() {
    return JsonText.write(
        Json.object()
            .put(KID, key.kid())
            .put(KEY, key.secret())
            .put(CREATED_AT, createdAt.map(Instant::toString).map(Json::of))
            .build());
  }
}
