package dev.offhook.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A STUN or TURN server, as in {@code RTCIceServer} (W3C WebRTC 4.2.4).
 *
 * @param credential what a TURN server asks for; STUN servers ask for nothing
 */
public record IceServer(List<String> urls, Optional<Credential> credential) {

  /** A user name and the password that goes with it. */
  public record Credential(String username, String password) {

    @Override
    public String toString() {
      return "Credential";
    }
  }

  public IceServer {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("an ICE server has a URL");
    }
  }

  /** STUN servers. */
  public static IceServer stun(List<String> urls) {
    return new IceServer(urls, Optional.empty());
  }
}
