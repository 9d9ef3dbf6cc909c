package dev.offhook.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class AwsClientsTest {

  private final ScriptedService all;
  private final ScriptedService one;

  AwsClientsTest() throws IOException {
    all = new ScriptedService();
    one = new ScriptedService();
  }

  @AfterEach
  void close() {
    all.close();
    one.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ACCESS_KEY_ID", "SignalFunction");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_ENDPOINT_URL", all.url());
    return environment;
  }

  @Test
  void oneEndpointServesAllServicesByTheirTarget() {
    AwsClients clients = new AwsClients(environment());
    all.answer("{\"TableNames\":[]}").answer("{}").answer("{}");

    clients.dynamoDb().listTables();
    clients.sqs().listQueues();
    clients.secretsManager().listSecrets();

    assertThat(all.asked())
        .extracting(ScriptedService.Asked::target)
        .containsExactly(
            "DynamoDB_20120810.ListTables", "AmazonSQS.ListQueues", "secretsmanager.ListSecrets");
  }

  @Test
  void requestsAreSignedWithTheKeyAndTheRegionOfTheEnvironment() {
    AwsClients clients = new AwsClients(environment());
    all.answer("{\"TableNames\":[]}");

    clients.dynamoDb().listTables();

    assertThat(all.asked().getFirst().authorization())
        .contains("Credential=SignalFunction/")
        .contains("/eu-central-1/dynamodb/");
  }

  @Test
  void theEndpointOfAServiceWinsOverTheOneOfAll() {
    Map<String, String> environment = environment();
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", one.url());
    one.answer("{\"TableNames\":[]}");

    new AwsClients(environment).dynamoDb().listTables();

    assertThat(one.asked()).hasSize(1);
    assertThat(all.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException",
    "400, ProvisionedThroughputExceededException",
    "400, RequestLimitExceeded",
    "500, InternalServerError",
    "503, ServiceUnavailable"
  })
  void whatDynamoDbRefusesForNowIsAskedAgainABoundedNumberOfTimes(int status, String error) {
    for (int refusals = 0; refusals < 3; refusals++) {
      all.answer(status, error, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + error + "\"}");
    }
    all.answer("{\"TableNames\":[]}");

    new AwsClients(environment()).dynamoDb().listTables();

    assertThat(all.asked()).hasSize(4);
  }

  @Test
  void whatDynamoDbRefusesEachTimeFails() {
    for (int refusals = 0; refusals < 10; refusals++) {
      all.answer(400, "ThrottlingException", "{\"__type\":\"ThrottlingException\"}");
    }

    assertThatThrownBy(() -> new AwsClients(environment()).dynamoDb().listTables())
        .isInstanceOf(DynamoDbException.class);

    assertThat(all.asked()).hasSize(4);
  }

  @Test
  void aClientIsMadeOnceAndClosedWithTheOthers() {
    AwsClients clients = new AwsClients(environment());
    DynamoDbClient client = clients.dynamoDb();
    assertThat(clients.dynamoDb()).isSameAs(client);

    clients.close();

    assertThatThrownBy(client::listTables).isInstanceOf(RejectedExecutionException.class);
    assertThat(all.asked()).isEmpty();
  }

  @Test
  void connectionsAreManagedWhereTheApiIs() {
    Map<String, String> environment = environment();
    environment.put("MANAGEMENT_ENDPOINT", one.url() + "/live");

    new AwsClients(environment).management().deleteConnection(d -> d.connectionId("a/b="));

    assertThat(one.asked().getFirst().method()).isEqualTo("DELETE");
    assertThat(one.asked().getFirst().path()).isEqualTo("/live/@connections/a%2Fb%3D");
    assertThat(all.asked()).isEmpty();
  }

  @Test
  void theEndpointOfTheManagementServiceWinsOverTheApis() {
    Map<String, String> environment = environment();
    environment.put("MANAGEMENT_ENDPOINT", all.url() + "/live");
    environment.put("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", one.url() + "/local");

    new AwsClients(environment).management().deleteConnection(d -> d.connectionId("a"));

    assertThat(one.asked().getFirst().path()).isEqualTo("/local/@connections/a");
    assertThat(all.asked()).isEmpty();
  }
}
