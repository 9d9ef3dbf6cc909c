package dev.offhook.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each call needs to be allowed: the table. */
class CallsTest {
  private static final String ACCOUNT = ":us-east-1:000000000000:";

  private static final JsonMapper CONVENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private final DynamoDbCalls dynamoDb = new DynamoDbCalls(Map.of("T", "id", "U", "key"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetItem | {TableName:'T'} | dynamodb:GetItem T",
        "Query | {TableName:'T'} | dynamodb:Query T",
        "Query | {TableName:'T',IndexName:'byRoom'} | dynamodb:Query T/index/byRoom",
        "ListTables | {} | dynamodb:ListTables *",
        "BatchGetItem | {RequestItems:{T:{Keys:[]},U:{Keys:[]}}} | dynamodb:BatchGetItem T;"
            + " dynamodb:BatchGetItem U",
        "BatchWriteItem | {RequestItems:{T:[{PutRequest:{Item:{}}},{DeleteRequest:{Key:{}}}]}}"
            + " | dynamodb:BatchWriteItem T",
        "TransactWriteItems | {TransactItems:[{Put:{TableName:'T'}},{Update:{TableName:'U'}},"
            + "{Delete:{TableName:'T'}},{ConditionCheck:{TableName:'U'}}]} | dynamodb:PutItem T;"
            + " dynamodb:UpdateItem U; dynamodb:DeleteItem T; dynamodb:ConditionCheckItem U",
        "TransactGetItems | {TransactItems:[{Get:{TableName:'T'}}]} | dynamodb:GetItem T",
      })
  void callsOfDynamoDbNeedTheirTables(String operation, String body, String needs) {
    assertThat(dynamoDb.requests(operation, json(body)))
        .extracting(
            request ->
                request.action()
                    + " "
                    + request.resource().replace("arn:aws:dynamodb" + ACCOUNT + "table/", ""))
        .containsExactly(needs.split("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetItem | {TableName:'T',Key:{id:{S:'a'}}} | Attributes=[id] LeadingKeys=[a]",
        "GetItem | {TableName:'T',Key:{id:{S:'a'}},ProjectionExpression:'name, #t.line',"
            + "ExpressionAttributeNames:{'#t':'token'}}"
            + " | Attributes=[id, name, token] LeadingKeys=[a]",
        "PutItem | {TableName:'U',Item:{key:{N:'7'},state:{S:'x'}},ReturnValues:'ALL_OLD',"
            + "ReturnConsumedCapacity:'TOTAL'} | Attributes=[key, state] LeadingKeys=[7]"
            + " ReturnConsumedCapacity=[TOTAL] ReturnValues=[ALL_OLD]",
        "UpdateItem | {TableName:'T',Key:{id:{S:'a'}},UpdateExpression:'SET room = :r, "
            + "m.count = if_not_exists(m.count, :zero) REMOVE peers[0]',"
            + "ConditionExpression:'attribute_exists(id) AND NOT expires < :now'}"
            + " | Attributes=[expires, id, m, peers, room] LeadingKeys=[a]",
        "Query | {TableName:'T',KeyConditionExpression:'#k = :v AND place > :p',Select:'COUNT',"
            + "ExpressionAttributeNames:{'#k':'id'},ExpressionAttributeValues:{':v':{S:'b'}}}"
            + " | Attributes=[id, place] LeadingKeys=[b] Select=[COUNT]",
        "BatchGetItem | {RequestItems:{T:{Keys:[{id:{S:'a'}},{id:{S:'b'}}],"
            + "ProjectionExpression:'name'}}} | Attributes=[id, name] LeadingKeys=[a, b]",
        "BatchWriteItem | {RequestItems:{T:[{PutRequest:{Item:{id:{S:'a'},x:{S:'y'}}}},"
            + "{DeleteRequest:{Key:{id:{S:'b'}}}}]}} | Attributes=[id, x] LeadingKeys=[a, b]",
        "TransactWriteItems | {TransactItems:[{Put:{TableName:'T',Item:{id:{S:'a'}}}}]}"
            + " | Attributes=[id] EnclosingOperation=[TransactWriteItems] LeadingKeys=[a]",
        "Scan | {TableName:'T'} | ''",
      })
  void conditionsCanAskAboutItems(String operation, String body, String expected) {
    Map<String, String> context = new TreeMap<>();
    dynamoDb
        .requests(operation, json(body))
        .getFirst()
        .context()
        .forEach(
            (key, values) ->
                context.put(key.replace("dynamodb:", ""), values.stream().sorted().toList() + ""));
    assertThat(
            String.join(
                " ",
                context.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SendMessage | sqs:SendMessage",
        "SendMessageBatch | sqs:SendMessage",
        "DeleteMessageBatch | sqs:DeleteMessage",
        "ChangeMessageVisibilityBatch | sqs:ChangeMessageVisibility",
        "ReceiveMessage | sqs:ReceiveMessage",
      })
  void batchesOfSqsNeedWhatTheirSingleOperationDoes(String operation, String action) {
    assertThat(Calls.sqs(operation, json("{QueueUrl:'http://127.0.0.1:1/000000000000/q'}")))
        .containsExactly(Request.of(action, "arn:aws:sqs" + ACCOUNT + "q"));
  }

  @Test
  void aQueueIsKnownByItsNameToo() {
    assertThat(Calls.sqs("GetQueueUrl", json("{QueueName:'q'}")))
        .containsExactly(Request.of("sqs:GetQueueUrl", "arn:aws:sqs" + ACCOUNT + "q"));
    assertThat(Calls.sqs("ListQueues", json("{}")))
        .containsExactly(Request.of("sqs:ListQueues", "*"));
  }

  @Test
  void aSecretIsOneUnderItsNameAndItsArn() {
    Map<String, String> arns = Map.of("signing", "arn:signing");
    List<Request> needed = List.of(Request.of("secretsmanager:GetSecretValue", "arn:signing"));
    assertThat(Calls.secrets("GetSecretValue", json("{SecretId:'signing'}"), arns))
        .isEqualTo(needed);
    assertThat(Calls.secrets("GetSecretValue", json("{SecretId:'arn:signing'}"), arns))
        .isEqualTo(needed);
    assertThat(Calls.secrets("GetRandomPassword", json("{}"), arns))
        .containsExactly(Request.of("secretsmanager:GetRandomPassword", "*"));
  }

  @Test
  void eachMethodOfTheManagementApiIsAResourceOfItsOwn() {
    assertThat(Calls.management("api", "live", "DELETE"))
        .isEqualTo(
            Request.of(
                "execute-api:ManageConnections",
                "arn:aws:execute-api" + ACCOUNT + "api/live/DELETE/@connections/{connectionId}"));
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb:GetItem, arn:aws:dynamodb:r:a:table/T, false",
    "dynamodb:*, arn:aws:dynamodb:r:a:table/T, true",
    "dynamodb:GetItem, arn:aws:dynamodb:r:a:table/*, true",
    "dynamodb:GetItem, *, true",
    "secretsmanager:GetRandomPassword, *, false",
    "execute-api:ManageConnections, arn:aws:execute-api:r:a:api/live/POST/@connections/*, false",
    "execute-api:ManageConnections, arn:aws:execute-api:r:a:api/live/*/@connections/*, true",
    "execute-api:ManageConnections, arn:aws:execute-api:r:a:api/*, true",
    "logs:PutLogEvents, arn:aws:logs:r:a:log-group:/aws/lambda/x:*, false",
    "logs:PutLogEvents, arn:aws:logs:r:a:log-group:*, true",
  })
  void aRightIsWideIfItCouldNameWhatItAllows(String action, String resource, boolean wide) {
    assertThat(new Right("F", action, resource).isWide()).isEqualTo(wide);
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) CONVENIENT.readTree(text);
    } catch (JsonProcessingException mistake) {
      throw new AssertionError(text, mistake);
    }
  }
}
