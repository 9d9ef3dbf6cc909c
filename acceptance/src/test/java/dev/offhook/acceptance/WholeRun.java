package dev.offhook.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.offhook.local.junit.OffhookStack;
import dev.offhook.local.junit.RightsLedger;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Whether all the conversations there are were held before what looks back on them. */
final class WholeRun {

  /** Set where nothing may be skipped. */
  private static final String REQUIRED = "OFFHOOK_REQUIRE_BROWSER";

  /** Set by who asks for some tests only. */
  private static final String SELECTION = "it.test";

  private WholeRun() {}

  /** Skips the test if some classes have not run, unless everything was asked for. */
  static void isOver(RightsLedger ledger) {
    Set<String> missing = new TreeSet<>(names(conversations()));
    missing.removeAll(names(ledger.classes().stream()));
    boolean everythingIsRequired =
        "true".equals(System.getenv(REQUIRED)) && System.getProperty(SELECTION) == null;
    if (everythingIsRequired && !missing.isEmpty()) {
      throw new AssertionError("these have not run before: " + missing);
    }
    assumeTrue(missing.isEmpty(), () -> "not everything ran, so nothing follows; not: " + missing);
  }

  /** Those that are put into an order come at the end, and look back too. */
  private static Stream<Class<?>> conversations() {
    return ReflectionSupport.findAllClassesInPackage(
        WholeRun.class.getPackageName(),
        type ->
            AnnotationSupport.isAnnotated(type, OffhookStack.class)
                && !type.isAnnotationPresent(Order.class),
        name -> name.endsWith("IT"))
        .stream();
  }

  private static Set<String> names(Stream<Class<?>> classes) {
    return classes.map(Class::getName).collect(Collectors.toSet());
  }
}
