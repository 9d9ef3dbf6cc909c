package dev.offhook.acceptance.browser;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test its visitors, in a browser that no other test uses meanwhile; closes their pages
 * after it, and lets it fail if a page met an error that nobody caught.
 */
final class BrowserExtension
    implements ExecutionCondition, ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
  private static final Chromium CHROMIUM = Chromium.ofThisMachine();

  /** Looks at each test, not at the class: so that each is named among those that were skipped. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean runs =
        context.getTestMethod().isEmpty()
            || CHROMIUM.isRequired()
            || CHROMIUM.executable().isPresent();
    return runs
        ? ConditionEvaluationResult.enabled("there is a Chromium, or has to be")
        : ConditionEvaluationResult.disabled(CHROMIUM.advice());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Visitors.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Browsers browsers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Browsers.class, _ -> new Browsers(CHROMIUM), Browsers.class);
    String test = context.getRequiredTestClass().getSimpleName() + "." + testName(context);
    return store(context)
        .computeIfAbsent(Visitors.class, _ -> new Visitors(browsers, test), Visitors.class);
  }

  /** The name without parameters, as part of a file's name. */
  private static String testName(ExtensionContext context) {
    return context.getRequiredTestMethod().getName();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Visitors visitors = store(context).get(Visitors.class, Visitors.class);
    if (visitors == null) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      context.getExecutionException().get().addSuppressed(visitors.report());
    } else {
      visitors.checkThatNoPageMetAnError();
    }
  }

  /** Closed after the test, and with it the pages. */
  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
