package dev.offhook.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.local.lambda.handlers.ObedientHandler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The environment that a function prepares for its events in. */
class PrimedEnvironmentTest {
  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
  private static final String ON_DEMAND = "on-demand";
  private static final String SNAP_START = "snap-start";

  private final List<String> started = new ArrayList<>();
  private boolean fails;
  private final FunctionPool pool = pool(2);

  private FunctionPool pool(int maximum) {
    LambdaFunction function =
        LocalLambdaContract.function(ObedientHandler.class)
            .withVariable(INITIALIZATION_TYPE, ON_DEMAND);
    return new FunctionPool(function, this::start, maximum);
  }

  private ExecutionEnvironment start(LambdaFunction function) throws FunctionStartException {
    if (fails) {
      throw new FunctionStartException("Failed", "on purpose");
    }
    String type = function.environment().getOrDefault(INITIALIZATION_TYPE, "");
    started.add(type);
    return telling(type);
  }

  /** One that answers with how it was started. */
  private static FakeEnvironment telling(String type) {
    return _ -> new InvocationResult.Returned(type.getBytes(UTF_8));
  }

  private String answer() {
    return pool.invoke(Sender.AWS, new byte[0]) instanceof InvocationResult.Returned(byte[] payload)
        ? new String(payload, UTF_8)
        : "no answer";
  }

  @Test
  void whatWasPrimedIsPreferredToWhatWasNot() throws FunctionStartException {
    pool.warm();
    assertThat(answer()).isEqualTo(ON_DEMAND);

    pool.prime();

    assertThat(answer()).isEqualTo(SNAP_START);
    assertThat(started).containsExactly(ON_DEMAND, SNAP_START);
  }

  @Test
  void aFunctionThatHasAllItsEnvironmentsGetsNone() throws FunctionStartException {
    FunctionPool full = pool(1);
    full.warm();
    full.prime();
    assertThat(started).containsExactly(ON_DEMAND);
  }

  @Test
  void aPrimingThatFailsTakesNothing() throws FunctionStartException {
    pool.warm();
    fails = true;
    assertThatThrownBy(pool::prime).isInstanceOf(FunctionStartException.class);
    fails = false;

    pool.prime();

    assertThat(answer()).isEqualTo(SNAP_START);
  }
}
