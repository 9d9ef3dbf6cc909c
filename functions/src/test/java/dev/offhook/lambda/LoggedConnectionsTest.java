package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.Connections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoggedConnectionsTest {

  private static final ConnectionId CONNECTION = new ConnectionId("R1kmxc2VNjMCFIA=");

  private final TestContext context = new TestContext();
  private final List<ConnectionId> closed = new ArrayList<>();

  @Test
  void aPostToAGoneConnectionIsOneLineInTheLogWithItsId() {
    assertThat(answering(Connections.Posted.GONE).post(CONNECTION, "{}"))
        .isEqualTo(Connections.Posted.GONE);

    assertThat(context.logged)
        .containsExactly(
            TestContext.line("INFO", "connection-gone", "\"connectionId\":\"R1kmxc2VNjMCFIA=\""));
  }

  @ParameterizedTest
  @EnumSource(names = "GONE", mode = EnumSource.Mode.EXCLUDE)
  void anyOtherAnswerIsPassedOnWithoutALine(Connections.Posted posted) {
    assertThat(answering(posted).post(CONNECTION, "{}")).isEqualTo(posted);

    assertThat(context.logged).isEmpty();
  }

  @Test
  void closingIsPassedOn() {
    answering(Connections.Posted.TAKEN).close(CONNECTION);

    assertThat(closed).containsExactly(CONNECTION);
  }

  @Test
  void theTemplateCountsTheWordThatIsLogged() throws IOException {
    assertThat(Files.readString(Path.of("..", "template.yaml")))
        .contains("FilterPattern: '\"" + LoggedConnections.GONE + "\"'");
  }

  private Connections answering(Connections.Posted posted) {
    return new LoggedConnections(
        new Connections() {
          @Override
          public Posted post(ConnectionId connection, String frame) {
            return posted;
          }

          @Override
          public boolean isLive(ConnectionId connection) {
            return posted != Posted.GONE;
          }

          @Override
          public void close(ConnectionId connection) {
            closed.add(connection);
          }
        },
        context.log());
  }
}
