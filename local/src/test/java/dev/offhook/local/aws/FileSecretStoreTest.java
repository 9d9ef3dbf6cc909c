package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.local.StackStartException;
import dev.offhook.local.aws.Secret.Version;
import dev.offhook.local.template.SecretResource;
import dev.offhook.local.template.SecretResource.Source.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSecretStoreTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final SecretResource SIGNING = secret("{\"kid\": \"1\"}");

  @TempDir private Path temporary;

  @Test
  void makesTheValueByItsRecipe() {
    assertThat(value(state())).matches("\\{\"kid\":\"1\",\"key\":\"[a-z]{64}\"}");
  }

  @Test
  void makesDirectoryAndFileForTheirOwnerAlone() throws IOException {
    value(state());
    assertThat(rights(state())).isEqualTo("rwx------");
    assertThat(rights(state().resolve("secrets.json"))).isEqualTo("rw-------");
    assertThat(rights(state().resolve("lock"))).isEqualTo("rw-------");
    try (var files = Files.list(state())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("secrets.json", "lock");
    }
  }

  @Test
  void keepsTheValueFromStartToStart() {
    assertThat(store(state()).values(List.of(SIGNING)))
        .isEqualTo(store(state()).values(List.of(SIGNING)));
  }

  @Test
  void keepsARotationFromStartToStart() {
    Secret secret = store(state()).values(List.of(SIGNING)).getFirst();
    Version next = new Version("next", Optional.of("new"), CLOCK.instant(), Set.of());
    Secret rotated = secret.with(next).moved(Secret.CURRENT, "next");
    store(state()).save(rotated);
    assertThat(store(state()).values(List.of(SIGNING))).containsExactly(rotated);
    assertThat(value(state())).isEqualTo("new");
  }

  @Test
  void keepsNothingOfASecretThatItDidNotMake() {
    store(state()).save(Secret.of("arn:given", "given", "shh", "1", CLOCK.instant()));
    assertThat(state().resolve("secrets.json")).doesNotExist();
  }

  @Test
  void makesAnotherValueInAnotherDirectory() {
    assertThat(value(state())).isNotEqualTo(value(temporary.resolve("other")));
  }

  @Test
  void makesAnotherValueWhenTheRecipeChanges() {
    String former = value(state());
    SecretResource changed = secret("{\"kid\": \"2\"}");
    assertThat(value(store(state()).values(List.of(changed)).getFirst()))
        .startsWith("{\"kid\":\"2\"")
        .isNotEqualTo(former);
  }

  @Test
  void givesStacksThatStartAtTheSameTimeTheSameValue() throws InterruptedException {
    var values = ConcurrentHashMap.<String>newKeySet();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> starts =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              awaitQuietly(go);
                              values.add(value(state()));
                            }))
            .toList();
    go.countDown();
    for (Thread start : starts) {
      start.join();
    }
    assertThat(values).hasSize(1);
  }

  @Test
  void refusesAFileThatOthersCanRead() throws IOException {
    value(state());
    Path file = state().resolve("secrets.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> value(state()))
        .isInstanceOf(StackStartException.class)
        .hasMessage(file + " is open to other users: delete it, or chmod 600 " + file);
  }

  @Test
  void refusesADirectoryThatOthersCanEnter() throws IOException {
    value(state());
    Files.setPosixFilePermissions(state(), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> value(state()))
        .isInstanceOf(StackStartException.class)
        .hasMessage(state() + " is open to other users: delete it, or chmod 700 " + state());
  }

  @Test
  void refusesADamagedFileWithoutTellingWhatIsInIt() throws IOException {
    value(state());
    Files.writeString(state().resolve("secrets.json"), "{\"confidential");
    assertThatThrownBy(() -> value(state()))
        .isInstanceOf(StackStartException.class)
        .hasMessageContaining("is damaged")
        .hasMessageNotContaining("confidential");
  }

  @Test
  void refusesAPlaceThatCannotBeADirectory() throws IOException {
    Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> value(temporary.resolve("file/offhook")))
        .isInstanceOf(StackStartException.class)
        .hasMessageStartingWith("secrets can't be kept in");
  }

  @Test
  void leavesTheValueOutOfTextForms() {
    Secret secret = store(state()).values(List.of(SIGNING)).getFirst();
    assertThat(secret.toString()).doesNotContain(value(secret)).contains("signing");
  }

  private Path state() {
    return temporary.resolve("state/offhook");
  }

  private static String value(Path directory) {
    return value(store(directory).values(List.of(SIGNING)).getFirst());
  }

  private static String value(Secret secret) {
    return secret.labelled(Secret.CURRENT).flatMap(Version::value).orElseThrow();
  }

  private static FileSecretStore store(Path directory) {
    return new FileSecretStore(directory, CLOCK);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static SecretResource secret(String template) {
    return new SecretResource(
        "SigningSecret",
        "signing",
        "arn:aws:secretsmanager:us-east-1:000000000000:secret:signing",
        new Generated(
            Optional.of(new Generated.Template(template, "key")),
            64,
            "abcdefghijklmnopqrstuvwxyz"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
