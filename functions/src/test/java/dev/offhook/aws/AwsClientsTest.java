package dev.offhook.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
