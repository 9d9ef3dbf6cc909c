package dev.offhook.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final SessionId ADA = new SessionId("ada");
  private static final SessionId BOB = new SessionId("bob");
  private static final SessionId EVE = new SessionId("eve");

  private final Room empty = Room.empty(new RoomName("room"));

  @Test
  void whoFindsTheOtherThereOffers() {
    Room room = empty.with(ADA).with(BOB);
    assertThat(room.offers(ADA)).isFalse();
    assertThat(room.offers(BOB)).isTrue();
  }

  @Test
  void whoIsAloneDoesNotOffer() {
    assertThat(empty.with(ADA).offers(ADA)).isFalse();
  }

  @Test
  void joiningAgainChangesNothing() {
    Room room = empty.with(ADA).with(BOB);
    assertThat(room.with(ADA)).isEqualTo(room);
    assertThat(room.with(BOB).with(ADA).offers(ADA)).isFalse();
    assertThat(room.with(ADA).with(BOB).offers(BOB)).isTrue();
  }

  @Test
  void whoLeftAndComesBackOffers() {
    Room room = empty.with(ADA).with(BOB).without(Set.of(ADA)).with(ADA);
    assertThat(room.offers(ADA)).isTrue();
    assertThat(room.offers(BOB)).isFalse();
  }

  @Test
  void whoTakesAFreedPlaceOffersToWhoStayed() {
    Room first = empty.with(ADA).with(BOB).without(Set.of(ADA)).with(EVE);
    assertThat(first.offers(EVE)).isTrue();
    assertThat(first.offers(BOB)).isFalse();
    Room second = empty.with(ADA).with(BOB).without(Set.of(BOB)).with(EVE);
    assertThat(second.offers(EVE)).isTrue();
    assertThat(second.offers(ADA)).isFalse();
  }

  @Test
  void ofTwoExactlyOneOffersHoweverTheyCameAndWent() {
    Room room = empty;
    for (int i = 0; i < 50; i++) {
      SessionId comes = i % 2 == 0 ? ADA : BOB;
      SessionId stays = i % 2 == 0 ? BOB : ADA;
      room = room.without(Set.of(comes)).with(comes);
      if (room.holds(stays)) {
        assertThat(room.offers(comes)).isTrue();
        assertThat(room.offers(stays)).isFalse();
      }
    }
  }

  @Test
  void aRoomHasAsManyPlacesAsItsSize() {
    assertThat(empty.hasPlace(2)).isTrue();
    assertThat(empty.with(ADA).hasPlace(2)).isTrue();
    Room full = empty.with(ADA).with(BOB);
    assertThat(full.hasPlace(2)).isFalse();
    assertThat(full.hasPlace(3)).isTrue();
    assertThat(full.without(Set.of(ADA)).hasPlace(2)).isTrue();
  }

  @Test
  void theOthersAreInTheOrderTheyCame() {
    Room room = empty.with(EVE).with(ADA).with(BOB);
    assertThat(room.othersThan(ADA)).containsExactly(EVE, BOB);
    assertThat(room.without(Set.of(EVE)).with(EVE).othersThan(ADA)).containsExactly(BOB, EVE);
    assertThat(empty.othersThan(ADA)).isEmpty();
    assertThat(room.othersThan(new SessionId("nobody"))).containsExactly(EVE, ADA, BOB);
  }

  @Test
  void aRoomIsNotChangedByWhatComesOfIt() {
    Room room = empty.with(ADA);
    room.with(BOB);
    room.without(Set.of(ADA));
    assertThat(room.places()).containsOnlyKeys(ADA);
    assertThat(room.holds(ADA)).isTrue();
    assertThat(room.holds(BOB)).isFalse();
  }
}
