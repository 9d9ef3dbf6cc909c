package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.secrets.KeyRotation;
import dev.offhook.secrets.KeyRotation.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Takes the steps of a rotation of the signing key, which Secrets Manager asks for. A step that
 * fails is an exception: Secrets Manager then tries the rotation again, and the key that there is
 * stays in use.
 */
public final class RotationHandler extends WiredHandler {

  private final KeyRotation rotation;

  public RotationHandler() {
    this(System.getenv());
  }

  public RotationHandler(Map<String, String> environment) {
    this(new Wiring(environment));
  }

  private RotationHandler(Wiring wiring) {
    super(wiring);
    this.rotation = wiring.rotation();
  }

  RotationHandler(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @Override
  void handle(InputStream input, OutputStream output, Context context) throws IOException {
    JsonObject event = Event.read(input).object();
    String step = Event.text(event, "Step", name -> Step.of(name).isPresent());
    rotation.take(
        Step.of(step).orElseThrow(),
        Event.text(event, "SecretId"),
        Event.text(event, "ClientRequestToken"));
    Event.write(output, Json.object().build());
  }
}
