package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.offhook.acceptance.turn.Coturn;
import dev.offhook.acceptance.turn.TurnCredential;
import dev.offhook.acceptance.turn.WithCoturn;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls through a TURN server alone, with credentials of the service and without. */
@InBrowsers
@WithCoturn
class RelayedCallIT {

  /** How the media of this side goes, by the browser's own statistics. */
  private static final String PATH =
      """
      async () => {
        const reports = [...(await offhookDemo.pc().getStats()).values()];
        const transport = reports.find(({ type }) => type === 'transport');
        const byId = id => reports.find(report => report.id === id);
        const pair = byId(transport.selectedCandidatePairId);
        return [pair.localCandidateId, pair.remoteCandidateId].map(id => byId(id).candidateType);
      }
      """;

  /** The kinds of candidates that a server brings, and the codes of its refusals. */
  private static final String GATHERED =
      """
      ([url, username, credential]) => new Promise(resolve => {
        const pc = new RTCPeerConnection(
          { iceServers: [{ urls: [url], username, credential }], iceTransportPolicy: 'relay' });
        const gathered = new Set();
        pc.onicecandidateerror = ({ errorCode }) => gathered.add(String(errorCode));
        pc.onicecandidate = ({ candidate }) => {
          if (candidate === null) {
            pc.close();
            resolve([...gathered]);
          } else if (candidate.type) {
            gathered.add(candidate.type);
          }
        };
        pc.createDataChannel('any');
        pc.setLocalDescription();
      })
      """;

  @Test
  void mediaFlowsThroughTheServerForWhomTheServiceGaveCredentials(
      Visitors visitors, @TempDir Path directory) throws Exception {
    int port = Coturn.freePort();
    String url = "turn:127.0.0.1:" + port + "?transport=udp";
    Path template = Path.of("..", "template.yaml").toAbsolutePath().normalize();
    StackOptions options = StackOptions.of(template).withParameter("TurnUrls", url);
    try (LocalStack stack = LocalStack.start(options)) {
      String secret = turnSecret(stack);
      try (Coturn _ = Coturn.start(directory, port, Map.of("AWSCURRENT", secret), Map.of())) {
        isRelayed(visitors, stack);
        isRefusedToOthers(visitors.comes("Eve"), stack, url, secret);
      }
    }
  }

  private static void isRelayed(Visitors visitors, LocalStack stack) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    String room = Pair.newRoom() + "&relay";
    ann.enters(stack.demoUrl(), room);
    bob.enters(stack.demoUrl(), room);
    Pair pair = new Pair(ann, bob).inAVideoCall();
    pair.both().forEach(Visitor::seesAndHears);
    assertThat(pair.both())
        .allSatisfy(
            visitor ->
                assertThat(visitor.page().evaluate(PATH)).isEqualTo(List.of("relay", "relay")));
    ann.clicks("hang-up");
    pair.areFree();
  }

  private static void isRefusedToOthers(Visitor eve, LocalStack stack, String url, String secret) {
    eve.opens(stack.demoUrl(), Pair.newRoom());
    Instant later = Instant.now().plusSeconds(600);
    TurnCredential good = TurnCredential.of("eve", later, secret);
    TurnCredential expired = TurnCredential.of("eve", Instant.now().minusSeconds(2), secret);
    TurnCredential forged = TurnCredential.of("eve", later, "guessed");
    TurnCredential prolonged = new TurnCredential(good.username(), expired.password());

    assertThat(gathered(eve, url, good)).isEqualTo(List.of("relay"));
    assertThat(gathered(eve, url, expired)).isEqualTo(List.of("401"));
    assertThat(gathered(eve, url, forged)).isEqualTo(List.of("401"));
    assertThat(gathered(eve, url, prolonged)).isEqualTo(List.of("401"));
  }

  private static Object gathered(Visitor visitor, String url, TurnCredential credential) {
    return visitor
        .page()
        .evaluate(GATHERED, List.of(url, credential.username(), credential.password()));
  }

  private static String turnSecret(LocalStack stack) {
    return new Aws(new Service(stack.apiUrl(), stack.websocketUrl()))
        .secrets(
            "GetSecretValue",
            JsonNodeFactory.instance.objectNode().put("SecretId", "offhook-TurnSecret"))
        .get("SecretString")
        .textValue();
  }
}
