package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentlySeenTest {

  @Test
  void whatWasSeenLongestAgoIsForgotten() {
    Map<Integer, String> seen = new RecentlySeen<>();
    for (int key = 0; key < RecentlySeen.CAPACITY; key++) {
      seen.put(key, "seen");
    }
    assertThat(seen.get(0)).isEqualTo("seen");

    seen.put(-1, "one more");

    assertThat(seen).hasSize(RecentlySeen.CAPACITY).containsKeys(-1, 0, 2).doesNotContainKey(1);
  }
}
