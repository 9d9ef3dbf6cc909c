package dev.offhook.local.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A secret and its versions, by their staging labels. A label is on one version at most. Its text
 * form leaves the values out.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html">What
 *     is in a secret</a>
 */
record Secret(String arn, String name, List<Version> versions) {
  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";
  static final String PENDING = "AWSPENDING";

  /**
   * A version.
   *
   * @param value empty until a rotation has made it
   */
  record Version(String id, Optional<String> value, Instant createdAt, Set<String> stages) {
    Version {
      stages = Set.copyOf(stages);
    }

    boolean has(String stage) {
      return stages.contains(stage);
    }

    private Version with(String stage) {
      Set<String> more = new TreeSet<>(stages);
      more.add(stage);
      return new Version(id, value, createdAt, more);
    }

    private Version without(String stage) {
      Set<String> rest = new TreeSet<>(stages);
      rest.remove(stage);
      return new Version(id, value, createdAt, rest);
    }

    @Override
    public String toString() {
      return "Version[" + id + " " + stages + "]";
    }
  }

  Secret {
    versions = List.copyOf(versions);
  }

  /** A secret with one version. */
  static Secret of(String arn, String name, String value, String versionId, Instant createdAt) {
    Version only = new Version(versionId, Optional.of(value), createdAt, Set.of(CURRENT));
    return new Secret(arn, name, List.of(only));
  }

  Optional<Version> version(String id) {
    return versions.stream().filter(version -> version.id().equals(id)).findAny();
  }

  Optional<Version> labelled(String stage) {
    return versions.stream().filter(version -> version.has(stage)).findAny();
  }

  /** The secret with that version added, or in the place of the one of its id. */
  Secret with(Version version) {
    Stream<Version> others = versions.stream().filter(other -> !other.id().equals(version.id()));
    return new Secret(arn, name, Stream.concat(others, Stream.of(version)).toList());
  }

  /**
   * The secret with a label moved to that version, from whichever has it. When {@code AWSCURRENT}
   * moves, the version that had it becomes {@code AWSPREVIOUS}; versions without a label are gone.
   */
  Secret moved(String stage, String toVersion) {
    Optional<Version> before = labelled(stage).filter(version -> !version.id().equals(toVersion));
    Secret moved = relabelled(stage, toVersion);
    if (stage.equals(CURRENT) && before.isPresent()) {
      moved = moved.relabelled(PREVIOUS, before.get().id());
    }
    return new Secret(
        arn, name, moved.versions.stream().filter(version -> !version.stages.isEmpty()).toList());
  }

  private Secret relabelled(String stage, String toVersion) {
    List<Version> relabelled = new ArrayList<>();
    for (Version version : versions) {
      relabelled.add(version.id().equals(toVersion) ? version.with(stage) : version.without(stage));
    }
    return new Secret(arn, name, relabelled);
  }

  @Override
  public String toString() {
    return "Secret[" + name + " " + versions + "]";
  }
}
