package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.junit.OffhookStack;
import dev.offhook.local.junit.RightsLedger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The roles of the template allow nothing that the functions do without, looked at last. */
@OffhookStack
@Order(Integer.MAX_VALUE)
class UnusedRightsIT {

  @Test
  void everyRightIsUsedByAConversation(RightsLedger ledger) {
    WholeRun.isOver(ledger);
    assertThat(ledger.unused()).as("rights in template.yaml that nothing used").isEmpty();
  }

  @Test
  void noRightIsWiderThanWhatItIsFor(RightsLedger ledger) {
    assertThat(ledger.wide()).isEmpty();
  }
}
