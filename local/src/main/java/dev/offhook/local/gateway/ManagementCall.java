package dev.offhook.local.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * One signed call of the management API.
 *
 * @param accessKeyId of who signed it; the local stack gives each function its logical id for one
 * @param sessionToken of who signed it
 * @param method POST, GET or DELETE, or whatever was asked for
 * @param connectionId as it was asked for, which need not be that of a connection
 */
public record ManagementCall(
    String accessKeyId, Optional<String> sessionToken, String method, String connectionId) {
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "AWS4-HMAC-SHA256 (?=.*SignedHeaders=)(?=.*Signature=).*Credential=([^/,\\s]*).*");

  /** Reads who signed a request; empty if nobody did. */
  static Optional<ManagementCall> read(HttpFields headers, String method, String connectionId) {
    return Optional.ofNullable(headers.get(HttpHeader.AUTHORIZATION))
        .map(SIGNATURE::matcher)
        .filter(Matcher::matches)
        .map(
            signed ->
                new ManagementCall(
                    signed.group(1),
                    Optional.ofNullable(headers.get("X-Amz-Security-Token")),
                    method,
                    connectionId));
  }

  /** A connection can be posted to by its id, so it never shows in a log. */
  @Override
  public String toString() {
    return "ManagementCall[" + accessKeyId + " " + method + "]";
  }
}
