package dev.offhook.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.local.iam.Decision.Allowed;
import dev.offhook.local.iam.Decision.Denied;
import dev.offhook.local.template.TemplateException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies as templates write them, and what they decide. */
class PoliciesTest {
  private static final String ITEMS = "arn:aws:dynamodb:us-east-1:000000000000:table/offhook-Items";
  private static final String GET = "dynamodb:GetItem";

  @TempDir Path directory;

  private Decision decide(Request request, String... statements) {
    return WrittenPolicy.of(directory, statements).decide(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // statement | action | resource, of which # is the table | allowed
        "Action: dynamodb:GetItem, Resource: !GetAtt Items.Arn | dynamodb:GetItem | # | true",
        "Action: DynamoDB:getitem, Resource: '*' | dynamodb:GetItem | # | true",
        "Action: dynamodb:GetItem, Resource: !GetAtt Items.Arn | dynamodb:PutItem | # | false",
        "Action: dynamodb:GetItem, Resource: !GetAtt Items.Arn | dynamodb:GetItem | #s | false",
        "Action: dynamodb:GetItem, Resource: !GetAtt Items.Arn | dynamodb:GetItem"
            + " | #/index/byRoom | false",
        "Action: dynamodb:Query, Resource: !Sub '${Items.Arn}/index/*' | dynamodb:Query"
            + " | #/index/byRoom | true",
        "Action: dynamodb:Query, Resource: !Sub '${Items.Arn}/index/*' | dynamodb:Query | # |"
            + " false",
        "Action: [dynamodb:PutItem, dynamodb:GetItem], Resource: '*' | dynamodb:GetItem | # | true",
        "Action: dynamodb:*Item, Resource: '*' | dynamodb:GetItem | # | true",
        "Action: dynamodb:*Item, Resource: '*' | dynamodb:Query | # | false",
        "Action: dynamodb:?etItem, Resource: '*' | dynamodb:GetItem | # | true",
        "Action: dynamodb:?etItem, Resource: '*' | dynamodb:SetetItem | # | false",
        "Action: '*', Resource: '*' | sqs:SendMessage | # | true",
        "Action: dynamodb:*, Resource: '*' | sqs:SendMessage | # | false",
        "Action: sqs:SendMessage, Resource: [arn:a, arn:b] | sqs:SendMessage | arn:b | true",
        "Action: sqs:SendMessage, Resource: arn:A | sqs:SendMessage | arn:a | false",
        "Action: sqs:SendMessage, Resource: arn:x.y | sqs:SendMessage | arn:xzy | false",
        "Action: x:Y, Resource: 'arn:s/POST/@connections/*' | x:Y | arn:s/POST/@connections/i |"
            + " true",
        "Action: x:Y, Resource: 'arn:s/POST/@connections/*' | x:Y | arn:s/GET/@connections/i |"
            + " false",
      })
  void aStatementAllowsItsActionsOnItsResources(
      String statement, String action, String resource, boolean expected) {
    Request request = Request.of(action, resource.replace("#", ITEMS));
    String written = "{ Effect: Allow, " + statement + " }";
    assertThat(decide(request, written) instanceof Allowed).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // condition | what the request has: key=value,value;key=value | holds
        "ForAllValues:StringEquals: { dynamodb:LeadingKeys: [a, b] } | LeadingKeys=a,b | true",
        "ForAllValues:StringEquals: { dynamodb:LeadingKeys: [a, b] } | LeadingKeys=a,c | false",
        "ForAllValues:StringEquals: { dynamodb:LeadingKeys: a } | '' | true",
        "ForAnyValue:StringEquals: { dynamodb:LeadingKeys: a } | LeadingKeys=a,c | true",
        "ForAnyValue:StringEquals: { dynamodb:LeadingKeys: a } | LeadingKeys=b,c | false",
        "ForAnyValue:StringEquals: { dynamodb:LeadingKeys: a } | '' | false",
        "ForAllValues:StringLike: { dynamodb:LeadingKeys: 's#*' } | LeadingKeys=s#1,s#2 | true",
        "ForAllValues:StringLike: { dynamodb:LeadingKeys: 's#*' } | LeadingKeys=s#1,t#2 | false",
        "ForAllValues:StringNotEquals: { dynamodb:Attributes: token } | Attributes=id,name | true",
        "ForAllValues:StringNotEquals: { dynamodb:Attributes: token } | Attributes=id,token |"
            + " false",
        "ForAllValues:StringEquals: { dynamodb:attributes: id } | Attributes=id | true",
        "StringEquals: { dynamodb:Select: COUNT } | Select=COUNT | true",
        "StringEquals: { dynamodb:Select: COUNT } | Select=count | false",
        "StringEquals: { dynamodb:Select: COUNT } | '' | false",
        "StringEqualsIgnoreCase: { dynamodb:Select: COUNT } | Select=count | true",
        "StringNotEqualsIgnoreCase: { dynamodb:Select: COUNT } | Select=count | false",
        "StringEqualsIfExists: { dynamodb:Select: COUNT } | '' | true",
        "StringEqualsIfExists: { dynamodb:Select: COUNT } | Select=ALL_ATTRIBUTES | false",
        "StringNotEquals: { dynamodb:ReturnValues: [ALL_OLD, ALL_NEW] } | ReturnValues=NONE | true",
        "StringNotEquals: { dynamodb:ReturnValues: [ALL_OLD, ALL_NEW] } | ReturnValues=ALL_NEW |"
            + " false",
        "StringNotEquals: { dynamodb:ReturnValues: ALL_OLD } | '' | true",
        "StringNotLike: { dynamodb:ReturnValues: 'ALL_*' } | ReturnValues=ALL_OLD | false",
        "Null: { dynamodb:Select: true } | '' | true",
        "Null: { dynamodb:Select: true } | Select=COUNT | false",
        "Null: { dynamodb:Select: false } | Select=COUNT | true",
        "ForAnyValue:StringEquals: { dynamodb:EnclosingOperation: TransactWriteItems }"
            + " | EnclosingOperation=TransactWriteItems | true",
        "StringEquals: { dynamodb:Select: COUNT, dynamodb:ReturnValues: NONE } | Select=COUNT |"
            + " false",
        "StringEquals: { dynamodb:Select: COUNT }, Null: { dynamodb:ReturnValues: true }"
            + " | Select=COUNT | true",
      })
  void aStatementCountsOnlyIfAllItsConditionsHold(
      String condition, String context, boolean expected) {
    Request request = new Request(GET, ITEMS, context(context));
    String allow =
        "{ Effect: Allow, Action: '*', Resource: '*', Condition: { " + condition + " } }";
    assertThat(decide(request, allow) instanceof Allowed).isEqualTo(expected);
  }

  @Test
  void whatIsDeniedNoOtherStatementAllows() {
    String allow = "{ Effect: Allow, Action: 'dynamodb:*', Resource: '*' }";
    String deny = "{ Effect: Deny, Action: dynamodb:DeleteItem, Resource: '*' }";
    assertThat(decide(Request.of(GET, ITEMS), allow, deny)).isInstanceOf(Allowed.class);
    assertThat(decide(Request.of("dynamodb:DeleteItem", ITEMS), allow, deny))
        .isInstanceOfSatisfying(
            Denied.class,
            denied ->
                assertThat(denied.message("dynamodb:DeleteItem"))
                    .isEqualTo(
                        "User: arn:aws:sts::000000000000:assumed-role/offhook-Role/offhook-Reader"
                            + " is not authorized to perform: dynamodb:DeleteItem on resource: "
                            + ITEMS
                            + " with an explicit deny in an identity-based policy"));
  }

  @Test
  void whatNothingAllowsIsDeniedInTheWordsOfAws() {
    assertThat(decide(Request.of(GET, ITEMS), "{ Effect: Allow, Action: x:Y, Resource: '*' }"))
        .isInstanceOfSatisfying(
            Denied.class,
            denied ->
                assertThat(denied.message(GET))
                    .isEqualTo(
                        "User: arn:aws:sts::000000000000:assumed-role/offhook-Role/offhook-Reader"
                            + " is not authorized to perform: dynamodb:GetItem on resource: "
                            + ITEMS
                            + " because no identity-based policy allows the dynamodb:GetItem"
                            + " action"));
  }

  @Test
  void policiesThatNameTheRoleCountToo() {
    String allow = "{ Effect: Allow, Action: dynamodb:GetItem, Resource: '*' }";
    for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
      FunctionRole attached = attached(type, "Role", allow);
      assertThat(attached.decide(Request.of(GET, ITEMS))).isInstanceOf(Allowed.class);
      FunctionRole elsewhere = attached(type, "Other", allow);
      assertThat(elsewhere.decide(Request.of(GET, ITEMS))).isInstanceOf(Denied.class);
    }
  }

  private FunctionRole attached(String type, String role, String statement) {
    return WrittenPolicy.read(
        directory,
        "Role: !GetAtt Role.Arn",
        "Description: without policies of its own",
        "  Attached: { Type: '%s', Properties: { PolicyName: p, Roles: [!Ref %s], PolicyDocument: %s } }"
            .formatted(type, role, WrittenPolicy.document(statement)));
  }

  @Test
  void aFunctionWithoutARoleHasWhatSamGivesIt() {
    FunctionRole role =
        WrittenPolicy.read(
            directory,
            "Policies: ["
                + WrittenPolicy.document(
                    "{ Effect: Allow, Action: dynamodb:GetItem, Resource: '*' }")
                + "]",
            "Description: of nobody",
            "");
    assertThat(role.decide(Request.of(GET, ITEMS))).isInstanceOf(Allowed.class);
    assertThat(Calls.logs(role.logGroup()))
        .allSatisfy(request -> assertThat(role.decide(request)).isInstanceOf(Allowed.class));
    assertThat(role.decide(Request.of("sqs:SendMessage", ITEMS))).isInstanceOf(Denied.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Effect: Allow, NotAction: x:Y, Resource: '*' | Action of a statement is missing",
        "Effect: Allow, Action: x:Y, NotAction: x:Z, Resource: '*' | property NotAction of a"
            + " statement is not supported by the local stack",
        "Effect: Allow, Action: x:Y, NotResource: '*' | Resource of a statement is missing",
        "Effect: Allow, Action: x:Y, Resource: '*', Principal: '*' | property Principal of a"
            + " statement is not supported by the local stack",
        "Effect: Maybe, Action: x:Y, Resource: '*' | Effect of a statement must be Allow or Deny",
        "Effect: Allow, Action: GetItem, Resource: '*' | Action of a statement is not the name of"
            + " an action: GetItem",
        "Effect: Allow, Action: [], Resource: '*' | Action of a statement is empty",
        "Effect: Allow, Action: x:Y, Resource: !Ref Items | Resource of a statement is not an ARN:"
            + " offhook-Items",
        "Effect: Allow, Action: x:Y, Resource: 'arn:${aws:username}' | Resource of a statement has"
            + " a policy variable, which the local stack knows not",
        "Effect: Allow, Action: x:Y, Resource: '*', Condition: { NumericEquals: { dynamodb:Select:"
            + " 1 } } | operator NumericEquals is not supported by the local stack",
        "Effect: Allow, Action: x:Y, Resource: '*', Condition: { StringEquals: { aws:SourceIp: 1 }"
            + " } | condition key aws:SourceIp is not supported by the local stack",
        "Effect: Allow, Action: x:Y, Resource: '*', Condition: { StringEquals: {"
            + " dynamodb:LeadingKeys: a } } | dynamodb:LeadingKeys needs ForAllValues or"
            + " ForAnyValue",
        "Effect: Allow, Action: x:Y, Resource: '*', Condition: { StringEquals: { dynamodb:Select:"
            + " '${x}' } } | dynamodb:Select has no value that the local stack could compare",
      })
  void whatAStatementSaysThatNobodyHereKnowsIsRefusedByName(String statement, String message) {
    assertThatThrownBy(() -> WrittenPolicy.of(directory, "{ " + statement + " }"))
        .isInstanceOf(TemplateException.class)
        .hasMessageMatching("template\\.yaml:\\d+: .*")
        .message()
        .endsWith(": " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Role: arn:aws:iam::1:role/elsewhere | Tags: [] | Role of Reader is not a role of this"
            + " template",
        "'{Role: !GetAtt Role.Arn, Policies: []}' | Tags: [] | Policies of Reader is not supported",
        "Policies: [AmazonDynamoDBFullAccess] | Tags: [] | policy AmazonDynamoDBFullAccess is not"
            + " supported",
        "Policies: [{ DynamoDBCrudPolicy: { TableName: x } }] | Tags: [] | Version of a policy is"
            + " missing",
        "PermissionsBoundary: arn:x | Tags: [] | PermissionsBoundary of Reader is not supported",
        "Role: !GetAtt Role.Arn | ManagedPolicyArns: [arn:x] | property ManagedPolicyArns of Role"
            + " is not supported",
        "Role: !GetAtt Role.Arn | PermissionsBoundary: arn:x | property PermissionsBoundary of Role"
            + " is not supported",
        "Role: !GetAtt Role.Arn | Policies: [{ PolicyName: p }] | PolicyDocument of an item of"
            + " Policies of Role is missing",
        "Role: !GetAtt Role.Arn | Policies: [{ PolicyName: p, PolicyDocument: { Version:"
            + " 2008-10-17, Statement: [] } }] | must be 2012-10-17",
      })
  void rightsThatCannotBeToldAreRefusedByName(String function, String role, String message) {
    String properties =
        function.startsWith("{")
            ? Arrays.stream(function.substring(1, function.length() - 1).split(", "))
                .collect(Collectors.joining("\n" + " ".repeat(6)))
            : function;
    assertThatThrownBy(() -> WrittenPolicy.read(directory, properties, role, ""))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, List<String>> context(String text) {
    return text.isEmpty()
        ? Map.of()
        : Arrays.stream(text.split(";"))
            .map(entry -> entry.split("="))
            .collect(
                Collectors.toMap(
                    entry -> "dynamodb:" + entry[0], entry -> List.of(entry[1].split(","))));
  }
}
