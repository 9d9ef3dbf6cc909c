package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Overheard;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Whatever went wrong in the whole run, neither a log nor an error told what people said, who they
 * are or what opens doors. Looked at last; every client of the run marks what must not be told.
 */
@OffhookStack
@Order(Integer.MAX_VALUE)
class SilenceIT {

  private final Service service;

  SilenceIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void theOutputOfFunctionsAndStackHasIdsAndNothingElse() {
    aCallThatFails();
    String output = CapturedOutput.text();
    assertThat(output).contains("\"event\":\"fault\"");
    assertThat(Leaks.in(output, secrets())).isEmpty();
  }

  @Test
  void noErrorAndNoReasonRepeatsWhatWasSent() {
    aCallThatFails();
    String bearer = "Bearer " + Overheard.MARK;
    assertThat(service.http("GET", "/ice-servers", "", "authorization", bearer).status())
        .isEqualTo(401);
    List<String> told = Overheard.told();
    assertThat(told).hasSizeGreaterThan(2);
    assertThat(Leaks.in(String.join("\n", told), secrets())).isEmpty();
  }

  @Test
  void aFaultIsOneLineOfJsonWithTheIdsThatLeadToIt() {
    Guest ann = service.guest("Ann");
    ann.connect();
    String connection = ann.hello().path("connectionId").asText();
    JsonNode line = new Damage(service).faultOf(ann);
    assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("event").asText()).isEqualTo("fault");
    assertThat(line.path("connectionId").asText()).isEqualTo(connection);
    assertThat(line.path("at").get(0).asText()).startsWith("dev.offhook.");
  }

  /** Frames that fail in the midst of being handled, with all that a frame can hold. */
  private void aCallThatFails() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Damage damage = new Damage(service);
    damage.breakSession(ann);
    bob.asks(Said.offer("1", ann), error("internal", true));
    ann.asks(Said.text("?"), error("internal", true));
    damage.repairSession(ann);
  }

  private Set<String> secrets() {
    new Damage(service).signingKey();
    return Overheard.secrets();
  }
}
