package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.json.Json;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.protocol.ClientFrameReader;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.signaling.SignalingService;
import dev.offhook.signaling.Speaker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * All frames, whatever the route they came by: the {@code action} is read from the frame, never
 * from the route key. The answer goes back as the route's response.
 */
public final class SignalHandler extends WiredHandler {

  private final SignalingService service;

  public SignalHandler() {
    this(System.getenv());
  }

  public SignalHandler(Map<String, String> environment) {
    this(Wiring.forFrames(environment));
  }

  private SignalHandler(Wiring wiring) {
    super(wiring);
    this.service = wiring.signaling();
  }

  SignalHandler(SignalingService service) {
    this.service = service;
  }

  @Override
  void handle(InputStream input, OutputStream output, Context context) throws IOException {
    Event event = Event.read(input);
    Speaker speaker = AuthorizerContext.speaker(event);
    Optional<ServerFrame> answer = handle(speaker, event.body().orElse(""), context);
    ObjectBuilder response = Json.object().put("statusCode", 200);
    answer.ifPresent(frame -> response.put("body", ServerFrameWriter.write(frame)));
    Event.write(output, response.build());
  }

  private Optional<ServerFrame> handle(Speaker speaker, String text, Context context) {
    try {
      return service.handle(speaker, text);
    } catch (RuntimeException fault) {
      log().fault("connectionId", speaker.connection().value(), fault);
      Refusal refusal =
          Refusal.of(ErrorCode.INTERNAL, "our fault; request " + context.getAwsRequestId());
      return Optional.of(new ServerFrame.Failed(idOf(text), refusal));
    }
  }

  private static Optional<FrameId> idOf(String text) {
    return switch (ClientFrameReader.read(text)) {
      case ClientFrameReader.Result.Read read -> read.frame().id();
      case ClientFrameReader.Result.Refused refused -> refused.id();
    };
  }
}
