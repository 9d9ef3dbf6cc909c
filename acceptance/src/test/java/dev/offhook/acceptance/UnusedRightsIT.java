package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.iam.Access;
import dev.offhook.local.iam.Right;
import dev.offhook.local.junit.OffhookStack;
import dev.offhook.local.junit.RightsLedger;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.StackTemplate;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The roles of the template allow nothing that the functions do without, looked at last. */
@OffhookStack
@Order(Integer.MAX_VALUE)
class UnusedRightsIT {

  private static final Map<String, String> EVERYTHING_ENABLED =
      Map.of(
          "AccessLogs", "enabled",
          "AlarmTopicArn", "arn:aws:sns:us-east-1:000000000000:alarms",
          "CertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/1",
          "IceProvider", "enabled",
          "TurnUrls", "turn:turn.example");

  @Test
  void everyRightIsUsedByAConversation(RightsLedger ledger) {
    WholeRun.isOver(ledger);
    assertThat(ledger.unused()).as("rights in template.yaml that nothing used").isEmpty();
  }

  /** What a parameter adds to the template some stack of the suite has, too. */
  @Test
  void everyRightThatAParameterAddsIsUsedByAConversation(RightsLedger ledger) {
    WholeRun.isOver(ledger);
    StackTemplate everything =
        StackTemplate.read(
            Path.of("..", "template.yaml"), EVERYTHING_ENABLED, new LocalEnvironment(1));
    SortedSet<Right> unused = new Access(everything.roles()).rights();
    unused.removeAll(ledger.used());
    assertThat(unused).isEmpty();
  }

  @Test
  void noRightIsWiderThanWhatItIsFor(RightsLedger ledger) {
    assertThat(ledger.wide()).isEmpty();
  }
}
