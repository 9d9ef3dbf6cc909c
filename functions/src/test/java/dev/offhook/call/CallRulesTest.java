package dev.offhook.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.protocol.EndReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CallRulesTest {

  /**
   * The contract's table of a call, in its order: states | input | sides | outcome. {@code *} in an
   * input stands for each reason that a client may give, and for the same one in the outcome.
   */
  private static final String TABLE =
      """
      none, ended     | offer            | caller, callee | open
      ringing         | offer            | caller         | relay
      ringing         | offer            | callee         | refuse glare
      ringing         | answer           | callee         | active
      ringing         | answer           | caller         | refuse bad-state
      ringing, active | ice-candidate    | caller, callee | relay
      ringing         | call-reject *    | callee         | ended: call-reject *
      ringing         | call-timeout     | caller         | ended: call-timeout timeout
      ringing         | ring timer       | caller, callee | ended: call-timeout timeout
      ringing         | call-end *       | caller         | ended: call-end cancelled
      ringing         | call-end *       | callee         | ended: call-reject rejected
      ringing         | call-reject *    | caller         | refuse bad-state
      ringing         | call-timeout     | callee         | refuse bad-state
      active          | call-reject *    | caller, callee | refuse bad-state
      active          | call-timeout     | caller, callee | refuse bad-state
      active          | offer            | caller, callee | relay
      active          | answer           | caller, callee | relay
      active          | call-end *       | caller, callee | ended: call-end *
      ringing, active | gone             | caller, callee | ended: call-end peer-disconnected
      none, ended     | call-end *       | caller, callee | already over
      none, ended     | call-reject *    | caller, callee | already over
      none, ended     | call-timeout     | caller, callee | already over
      none, ended     | answer           | caller, callee | refuse no-call
      none, ended     | ice-candidate    | caller, callee | refuse no-call
      none, ended     | ring timer       | caller, callee | already over
      none, ended     | gone             | caller, callee | already over
      active          | ring timer       | caller, callee | already over
      """;

  private static final List<CallInput> INPUTS =
      List.of(
          new CallInput.Offer(),
          new CallInput.Answer(),
          new CallInput.IceCandidate(),
          new CallInput.End(EndReason.HANGUP),
          new CallInput.End(EndReason.CANCELLED),
          new CallInput.End(EndReason.ICE_FAILED),
          new CallInput.End(EndReason.MEDIA_FAILED),
          new CallInput.Reject(EndReason.REJECTED),
          new CallInput.Reject(EndReason.BUSY),
          new CallInput.TimeOut(),
          new CallInput.RingTimer(),
          new CallInput.Gone());

  /** One cell of the table. */
  private record Row(CallState state, CallRole role, CallInput input, String outcome) {
    String place() {
      return state.wireName() + " + " + name(input) + "(" + role.wireName() + ")";
    }

    @Override
    public String toString() {
      return place() + " -> " + outcome;
    }
  }

  /** The last test fails while a cell was never run, whatever the table says. */
  @TestFactory
  Stream<DynamicTest> rules() {
    Set<String> run = new HashSet<>();
    Stream<DynamicTest> rows =
        rows().stream()
            .map(
                row ->
                    dynamicTest(
                        row.toString(),
                        () -> {
                          assertThat(name(CallRules.decide(row.state(), row.role(), row.input())))
                              .isEqualTo(row.outcome());
                          run.add(row.place());
                        }));
    return Stream.concat(
        rows,
        Stream.of(
            dynamicTest(
                "every input of both sides was run in every state",
                () -> assertThat(run).containsExactlyInAnyOrderElementsOf(product()))));
  }

  @Test
  void noCellStandsTwiceInTheTable() {
    assertThat(rows().stream().map(Row::place)).doesNotHaveDuplicates();
  }

  @Test
  void theInputsAreOfEveryKind() {
    assertThat(INPUTS.stream().map(input -> (Object) input.getClass()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder((Object[]) CallInput.class.getPermittedSubclasses());
  }

  private static Set<String> product() {
    Set<String> places = new TreeSet<>();
    for (CallState state : CallState.values()) {
      for (CallRole role : CallRole.values()) {
        for (CallInput input : INPUTS) {
          places.add(new Row(state, role, input, "").place());
        }
      }
    }
    return places;
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      for (String state : cells[0].split(",", -1)) {
        for (String role : cells[2].split(",", -1)) {
          inputs(cells[1].strip())
              .map(
                  input ->
                      new Row(
                          CallState.valueOf(state.strip().toUpperCase(Locale.ROOT)),
                          CallRole.valueOf(role.strip().toUpperCase(Locale.ROOT)),
                          input,
                          cells[3].strip().replace("*", reason(input))))
              .forEach(rows::add);
        }
      }
    }
    return rows;
  }

  private static Stream<CallInput> inputs(String pattern) {
    List<CallInput> inputs =
        INPUTS.stream()
            .filter(
                input ->
                    name(input).equals(pattern)
                        || (pattern.endsWith("*")
                            && name(input).startsWith(pattern.replace("*", ""))))
            .toList();
    assertThat(inputs).as("inputs that are %s", pattern).isNotEmpty();
    return inputs.stream();
  }

  private static String reason(CallInput input) {
    return switch (input) {
      case CallInput.End end -> end.reason().wireName();
      case CallInput.Reject reject -> reject.reason().wireName();
      case CallInput other -> "*";
    };
  }

  private static String name(CallInput input) {
    return switch (input) {
      case CallInput.Offer offer -> "offer";
      case CallInput.Answer answer -> "answer";
      case CallInput.IceCandidate candidate -> "ice-candidate";
      case CallInput.End end -> "call-end " + end.reason().wireName();
      case CallInput.Reject reject -> "call-reject " + reject.reason().wireName();
      case CallInput.TimeOut timeOut -> "call-timeout";
      case CallInput.RingTimer timer -> "ring timer";
      case CallInput.Gone gone -> "gone";
    };
  }

  private static String name(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Open open -> "open";
      case CallOutcome.Relay relay -> "relay";
      case CallOutcome.Accept accept -> "active";
      case CallOutcome.End end -> "ended: " + name(end.notice());
      case CallOutcome.AlreadyOver over -> "already over";
      case CallOutcome.Refuse refuse -> "refuse " + refuse.code().wireName();
    };
  }

  private static String name(Notice notice) {
    String kind = notice.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return kind + " " + notice.reason().wireName();
  }
}
