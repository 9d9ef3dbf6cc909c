package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.session.AllowedOrigins;
import dev.offhook.signaling.ConnectionAuthorizer;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * The REQUEST authorizer of {@code $connect}. Who is let in becomes {@code
 * requestContext.authorizer} of every later event of the connection.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html">Lambda
 *     authorizers of WebSocket APIs</a>
 */
public final class AuthorizerHandler extends WiredHandler {

  private final AllowedOrigins origins;
  private final ConnectionAuthorizer authorizer;

  public AuthorizerHandler() {
    this(System.getenv());
  }

  public AuthorizerHandler(Map<String, String> environment) {
    this(new Wiring(environment));
  }

  private AuthorizerHandler(Wiring wiring) {
    super(wiring);
    this.origins = wiring.origins();
    this.authorizer = wiring.authorizer();
  }

  AuthorizerHandler(AllowedOrigins origins, ConnectionAuthorizer authorizer) {
    this.origins = origins;
    this.authorizer = authorizer;
  }

  @Override
  void handle(InputStream input, OutputStream output, Context context) throws IOException {
    Event event = Event.read(input);
    String ticketOrToken =
        event.find("queryStringParameters").flatMap(query -> query.text("token")).orElse("");
    String methodArn = Event.text(event.object(), "methodArn");
    Event.write(
        output,
        switch (judge(event, ticketOrToken)) {
          case Verdict.LetIn guest ->
              policy("Allow", guest.session().value(), methodArn, AuthorizerContext.of(guest));
          case Verdict.Forbidden _ -> policy("Deny", "nobody", methodArn, Json.object().build());
          case Verdict.Unauthorized _ -> throw new UnauthorizedException();
        });
  }

  /** The origin comes first: a ticket that a foreign page shows is not used up by that. */
  private Verdict judge(Event event, String ticketOrToken) {
    return origins.allow(event.header("origin"))
        ? authorizer.authorize(ticketOrToken, event.address())
        : new Verdict.Forbidden();
  }

  private static JsonObject policy(
      String effect, String principal, String methodArn, JsonObject context) {
    JsonObject statement =
        Json.object()
            .put("Action", "execute-api:Invoke")
            .put("Effect", effect)
            .put("Resource", methodArn)
            .build();
    return Json.object()
        .put("principalId", principal)
        .put(
            "policyDocument",
            Json.object()
                .put("Version", "2012-10-17")
                .put("Statement", new JsonArray(List.of(statement)))
                .build())
        .put("context", context)
        .build();
  }

  /** API Gateway answers 401 to exactly this message. */
  private static final class UnauthorizedException extends SafeException {
    private static final long serialVersionUID = 1L;

    UnauthorizedException() {
      super("Unauthorized");
    }
  }
}
