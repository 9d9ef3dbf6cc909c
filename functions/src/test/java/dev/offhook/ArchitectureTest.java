package dev.offhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.offhook.session.OffendingSession;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The walls between the packages. Each rule is shown to hold for the code and to be broken by a
 * class that is made to break it.
 */
class ArchitectureTest {

  private static final String[] CORE = {
    "dev.offhook.json..",
    "dev.offhook.protocol..",
    "dev.offhook.call..",
    "dev.offhook.room..",
    "dev.offhook.session.."
  };

  private static final Set<String> READ_THE_WORLD =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.UUID.randomUUID");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.offhook");

  private static final JavaClasses OFFENDERS =
      new ClassFileImporter().importClasses(OffendingSession.class);

  private static Stream<ArchRule> rules() {
    return Stream.of(
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws..", "software.amazon.."),
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.offhook.signaling..", "dev.offhook.lambda..", "dev.offhook.dynamodb.."),
        noClasses().that().resideInAnyPackage(CORE).should().accessTargetWhere(readsTheWorld()),
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\.security\\.SecureRandom"),
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging.."),
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.offhook.lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws.."),
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.offhook.aws..",
                "dev.offhook.dynamodb..",
                "dev.offhook.gateway..",
                "dev.offhook.queue..",
                "dev.offhook.secrets..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."),
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.offhook.session..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.auth0.."),
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.offhook.json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson.."),
        noClasses().should().accessTargetWhere(printsToTheConsole()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCodeKeeps(ArchRule rule) {
    rule.check(CODE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.offhook.(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith("org.jspecify.annotations.NullMarked")
        .check(CODE);
    assertThat(packagesOf(CODE.stream()))
        .isEqualTo(packagesOf(CODE.stream().filter(c -> c.getSimpleName().equals("package-info"))));
  }

  /** All but the rule that lets sessions, which the offender is of, see the JWT library. */
  @ParameterizedTest
  @MethodSource("rules")
  void anOffenderBreaks(ArchRule rule) {
    assertThat(rule.allowEmptyShould(true).evaluate(OFFENDERS).hasViolation())
        .as(rule.getDescription())
        .isEqualTo(!rule.getDescription().contains("com.auth0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "protocol", "call", "room", "session", "signaling", "lambda"})
  void theRulesAreAboutPackagesThatExist(String name) {
    assertThat(packagesOf(CODE.stream())).contains("dev.offhook." + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.amazonaws.", "software.amazon.", "com.auth0.", "com.fasterxml."})
  void theLibrariesThatAreWalledOffAreUsedSomewhere(String library) {
    assertThat(CODE.stream().flatMap(c -> c.getDirectDependenciesFromSelf().stream()))
        .anyMatch(dependency -> dependency.getTargetClass().getName().startsWith(library));
  }

  private static List<String> packagesOf(Stream<JavaClass> classes) {
    return classes.map(JavaClass::getPackageName).distinct().sorted().toList();
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheWorld() {
    return accesses("time, chance or the environment", READ_THE_WORLD);
  }

  private static DescribedPredicate<JavaAccess<?>> printsToTheConsole() {
    return accesses("the console", Set.of("java.lang.System.out", "java.lang.System.err"));
  }

  private static DescribedPredicate<JavaAccess<?>> accesses(String what, Set<String> members) {
    return DescribedPredicate.describe(
        "is " + what,
        access -> members.contains(name(access.getTargetOwner(), access.getTarget().getName())));
  }

  private static String name(JavaClass owner, String member) {
    return owner.getName() + "." + member;
  }
}
