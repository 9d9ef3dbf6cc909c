package dev.offhook.protocol;

import java.util.List;

/** A STUN server, as in {@code RTCIceServer} (W3C WebRTC 4.2.4). */
public record IceServer(List<String> urls) {

  public IceServer {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("an ICE server has a URL");
    }
  }
}
