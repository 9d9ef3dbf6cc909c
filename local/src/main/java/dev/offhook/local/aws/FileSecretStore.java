package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.security.auth.module.UnixSystem;
import dev.offhook.local.StackStartException;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.SecretResource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Secrets in a file that its owner alone can read or write, in a directory that its owner alone can
 * enter. Both are made with these rights; if they are found with other ones, nothing is read.
 */
final class FileSecretStore implements SecretStore {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<PosixFilePermission> FOR_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  /** Stacks of one JVM wait for each other here, those of others at the file's lock. */
  private static final Object LOCK = new Object();

  private final Path directory;
  private final Path file;
  private final InstantSource clock;

  FileSecretStore(Path directory, InstantSource clock) {
    this.directory = directory;
    this.file = directory.resolve("secrets.json");
    this.clock = clock;
  }

  @Override
  public List<Secret> values(List<SecretResource> resources) {
    return locked(values -> resources.stream().map(values::get).toList());
  }

  @Override
  public void save(Secret secret) {
    locked(
        values -> {
          values.put(secret);
          return List.of();
        });
  }

  private List<Secret> locked(Function<SecretValues, List<Secret>> use) {
    try {
      Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
      check(directory, "700");
      synchronized (LOCK) {
        return inLockedFile(use);
      }
    } catch (IOException e) {
      throw new StackStartException("secrets can't be kept in " + directory + ": " + e, e);
    }
  }

  private List<Secret> inLockedFile(Function<SecretValues, List<Secret>> use) throws IOException {
    Path lock = directory.resolve("lock");
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(lock, options, OWNER_ONLY_FILE);
        FileLock held = channel.lock()) {
      SecretValues values = new SecretValues(read(), clock);
      List<Secret> secrets = use.apply(values);
      if (held.isValid() && values.isChanged()) {
        write(values.bytes());
      }
      return secrets;
    }
  }

  private ObjectNode read() throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Json.object();
    }
    check(file, "600");
    return Json.readObject(Files.readAllBytes(file))
        .orElseThrow(
            () ->
                new StackStartException(file + " is damaged: delete it, and new secrets are made"));
  }

  /** All of it or nothing: never a file that is half written, or readable for a moment. */
  private void write(byte[] document) throws IOException {
    Path draft = directory.resolve("secrets.json.new");
    Files.deleteIfExists(draft);
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(draft, options, OWNER_ONLY_FILE)) {
      ByteBuffer rest = ByteBuffer.wrap(document);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void check(Path path, String rights) throws IOException {
    int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != new UnixSystem().getUid()) {
      throw new StackStartException(path + " belongs to another user: secrets can't be there");
    }
    if (Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
        .anyMatch(FOR_OTHERS::contains)) {
      throw new StackStartException(
          path + " is open to other users: delete it, or chmod " + rights + " " + path);
    }
  }
}
