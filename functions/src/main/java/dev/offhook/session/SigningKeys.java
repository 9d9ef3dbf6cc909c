package dev.offhook.session;

import java.util.Optional;

/** The keys that tokens are signed and verified with. */
public interface SigningKeys {

  /** The key for new tokens. */
  SigningKey current();

  /** The key of that id, if its tokens are accepted. */
  Optional<SigningKey> find(String kid);
}
