package dev.offhook.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @ParameterizedTest
  @CsvSource({
    "SessionsTable, " + SessionItem.KEY + ", " + SessionItem.TTL,
    "CallsTable, " + CallItem.KEY + ", " + CallItem.TTL,
    "RoomsTable, " + RoomItem.KEY + ", " + RoomItem.TTL,
    "TicketsTable, " + DynamoDbTickets.KEY + ", " + DynamoDbTickets.TTL,
    "LimitsTable, " + DynamoDbCounters.KEY + ", " + DynamoDbCounters.TTL
  })
  void theTemplateMakesTheTableThatTheStoreUses(String table, String key, String ttl)
      throws IOException {
    String resource = resource(table);

    assertThat(resource)
        .contains("AttributeDefinitions: [{ AttributeName: " + key + ", AttributeType: S }]")
        .contains("KeySchema: [{ AttributeName: " + key + ", KeyType: HASH }]")
        .contains("TimeToLiveSpecification: { AttributeName: " + ttl + ", Enabled: true }");
  }

  /** The lines of a resource, up to the next one. */
  private static String resource(String logicalId) throws IOException {
    String template = Files.readString(Path.of("..", "template.yaml"));
    Matcher resource =
        Pattern.compile("(?ms)^  " + logicalId + ":\n.*?(?=^  \\S|\\z)").matcher(template);
    assertThat(resource.find()).isTrue();
    return resource.group();
  }
}
