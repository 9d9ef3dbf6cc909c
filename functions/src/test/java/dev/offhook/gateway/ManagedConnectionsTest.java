package dev.offhook.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.aws.AwsClients;
import dev.offhook.aws.ScriptedService;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.signaling.Connections.Posted;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;

class ManagedConnectionsTest {

  private static final ConnectionId CONNECTION = new ConnectionId("R1kmxc2VNjMCFIA=");
  private static final ServerFrame FRAME = new ServerFrame.Replaced(Optional.empty());

  private final ScriptedService gateway;
  private final ManagedConnections connections;

  ManagedConnectionsTest() throws IOException {
    gateway = new ScriptedService();
    connections =
        new ManagedConnections(
            new AwsClients(
                    Map.of(
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "id",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "MANAGEMENT_ENDPOINT", gateway.url() + "/live"))
                .management());
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aFrameIsPostedAsItsTextToTheConnection() {
    assertThat(connections.post(CONNECTION, FRAME)).isEqualTo(Posted.TAKEN);

    ScriptedService.Asked asked = gateway.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.path()).isEqualTo("/live/@connections/R1kmxc2VNjMCFIA%3D");
    assertThat(asked.body()).isEqualTo(ServerFrameWriter.write(FRAME));
  }

  @Test
  void aConnectionThatIsNoMoreIsGoneAtOnce() {
    gateway.answer(410, "GoneException", "");

    assertThat(connections.post(CONNECTION, FRAME)).isEqualTo(Posted.GONE);

    assertThat(gateway.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"429, LimitExceededException", "500, InternalServerError", "503, ''"})
  void whatTheGatewayCannotTakeNowIsTriedAgain(int status, String errorType) {
    gateway.answer(status, errorType, "{}");

    assertThat(connections.post(CONNECTION, FRAME)).isEqualTo(Posted.TAKEN);

    assertThat(gateway.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"429, LimitExceededException", "500, InternalServerError"})
  void whatTheGatewayCannotTakeForLongIsRefused(int status, String errorType) {
    for (int i = 0; i < 10; i++) {
      gateway.answer(status, errorType, "{}");
    }

    assertThat(connections.post(CONNECTION, FRAME)).isEqualTo(Posted.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequestException",
    "403, ForbiddenException",
    "413, PayloadTooLargeException"
  })
  void whatTheGatewayWillNeverTakeIsAFaultThatDoesNotRepeatTheFrame(int status, String errorType) {
    gateway.answer(status, errorType, "{\"message\": \"no\"}");

    assertThatThrownBy(() -> connections.post(CONNECTION, FRAME))
        .isInstanceOf(ApiGatewayManagementApiException.class)
        .message()
        .doesNotContain("connection:replaced");
  }

  @Test
  void aConnectionIsClosed() {
    connections.close(CONNECTION);

    assertThat(gateway.asked().getFirst().method()).isEqualTo("DELETE");
  }

  @Test
  void aConnectionThatIsClosedAlreadyStaysSo() {
    gateway.answer(410, "GoneException", "");

    connections.close(CONNECTION);

    assertThat(gateway.asked()).hasSize(1);
  }
}
