package dev.offhook.localstack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that need LocalStack. Where there is none, each is reported as skipped by its name. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("localstack")
@ExtendWith(OnLocalStack.Condition.class)
@interface OnLocalStack {

  /** Skips tests one by one: a class that is skipped as a whole hides what is in it. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getTestMethod().isEmpty() || LocalStack.isAvailable()
          ? ConditionEvaluationResult.enabled("")
          : ConditionEvaluationResult.disabled(
              "no Docker here to run " + LocalStack.IMAGE + " with");
    }
  }
}
