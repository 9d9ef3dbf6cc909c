package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrameReader;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.Limits;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.protocol.WireTime;
import dev.offhook.session.AllowedOrigins;
import dev.offhook.signaling.GuestService;
import dev.offhook.signaling.GuestService.Admittance;
import dev.offhook.signaling.GuestService.Guest;
import dev.offhook.signaling.GuestService.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP API: guest sessions, tickets and ICE servers. */
public final class ApiHandler extends WiredHandler {

  private static final String BEARER = "bearer ";

  private final AllowedOrigins origins;
  private final GuestService guests;

  public ApiHandler() {
    this(System.getenv());
  }

  public ApiHandler(Map<String, String> environment) {
    this(new Wiring(environment));
  }

  private ApiHandler(Wiring wiring) {
    super(wiring);
    this.origins = wiring.origins();
    this.guests = wiring.guests();
  }

  ApiHandler(AllowedOrigins origins, GuestService guests) {
    this.origins = origins;
    this.guests = guests;
  }

  @Override
  void handle(InputStream input, OutputStream output, Context context) throws IOException {
    Event event = Event.read(input);
    Event.write(output, respond(event, context).json());
  }

  private HttpResponse respond(Event event, Context context) {
    String route = Event.text(event.object(), "routeKey");
    try {
      return origins.allow(event.header("origin"))
          ? route(route, event)
          : HttpResponse.problem(Refusal.of(ErrorCode.FORBIDDEN, "the origin is not allowed"));
    } catch (RuntimeException fault) {
      log().fault("route", route, fault);
      return HttpResponse.problem(
          Refusal.of(ErrorCode.INTERNAL, "our fault; request " + context.getAwsRequestId()));
    }
  }

  private HttpResponse route(String route, Event event) {
    return switch (route) {
      case "POST /sessions" -> create(event);
      case "POST /sessions/refresh" ->
          respond(guests.refresh(bearer(event)), guest -> HttpResponse.json(200, json(guest)));
      case "DELETE /sessions/me" ->
          respond(guests.revoke(bearer(event)), _ -> HttpResponse.noContent());
      case "POST /tickets" ->
          respond(
              guests.ticket(bearer(event), event.address()),
              given -> HttpResponse.json(201, json(given)));
      case "GET /ice-servers" ->
          respond(guests.iceServers(bearer(event)), found -> HttpResponse.json(200, json(found)));
      case String _ -> throw new MalformedEventException("no such route");
    };
  }

  private static <T> HttpResponse respond(Result<T> result, Function<T, HttpResponse> done) {
    return switch (result) {
      case Result.Done<T> value -> done.apply(value.value());
      case Result.Refused<T> refused -> HttpResponse.problem(refused.refusal());
    };
  }

  private HttpResponse create(Event event) {
    String body = event.body().orElse("");
    if (ClientFrameReader.isTooLarge(body)) {
      return HttpResponse.problem(
          Refusal.of(
              ErrorCode.TOO_LARGE, "a body may have at most " + Limits.FRAME_BYTES + " bytes"));
    }
    Optional<JsonObject> object = JsonText.readObject(body.isBlank() ? "{}" : body);
    if (object.isEmpty()) {
      return HttpResponse.problem(
          Refusal.of(ErrorCode.BAD_REQUEST, "the body is not a JSON object"));
    }
    Optional<Json> name = object.get().member("displayName");
    if (name.isPresent() && !(name.get() instanceof JsonString)) {
      return HttpResponse.problem(Refusal.badRequest("/displayName", "must be a string"));
    }
    return respond(
        guests.create(object.get().text("displayName"), event.address()),
        guest -> HttpResponse.json(201, json(guest)));
  }

  /** The token of the request; without one, a text that is none. */
  private static String bearer(Event event) {
    return event
        .header("authorization")
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip())
        .orElse("");
  }

  private static JsonObject json(Guest guest) {
    return Json.object()
        .put("sessionId", guest.sessionId().value())
        .put("displayName", guest.displayName())
        .put("token", guest.token())
        .put("tokenExpiresAt", WireTime.format(guest.tokenExpiresAt()))
        .put("sessionExpiresAt", WireTime.format(guest.sessionExpiresAt()))
        .build();
  }

  private static JsonObject json(Admittance given) {
    return Json.object()
        .put("ticket", given.ticket().value())
        .put("expiresAt", WireTime.format(given.expiresAt()))
        .build();
  }

  private static JsonObject json(IceServers found) {
    return Json.object()
        .put("iceServers", ServerFrameWriter.iceServers(found.servers()))
        .put("expiresAt", found.expiresAt().map(at -> Json.of(WireTime.format(at))))
        .build();
  }
}
