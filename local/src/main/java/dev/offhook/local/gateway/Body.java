package dev.offhook.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads request bodies of bounded size. */
final class Body {
  private Body() {}

  /**
   * The body of a request; empty if it is larger than {@code limit}. As much again is read and
   * thrown away then, because a client that is still sending may not see the answer.
   */
  static Optional<byte[]> read(Request request, int limit) throws IOException {
    InputStream in = Content.Source.asInputStream(request);
    byte[] body = in.readNBytes(limit);
    if (in.read() < 0) {
      return Optional.of(body);
    }
    byte[] discarded = new byte[16 * 1024];
    for (int rest = limit; rest > 0; ) {
      int read = in.read(discarded, 0, Math.min(rest, discarded.length));
      rest = read < 0 ? 0 : rest - read;
    }
    return Optional.empty();
  }
}
