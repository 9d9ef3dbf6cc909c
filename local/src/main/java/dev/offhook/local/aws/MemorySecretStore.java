package dev.offhook.local.aws;

import dev.offhook.local.json.Json;
import dev.offhook.local.template.SecretResource;
import java.time.InstantSource;
import java.util.List;

/** Secrets that nobody keeps: each stack has new ones. */
final class MemorySecretStore implements SecretStore {
  private final SecretValues values;

  MemorySecretStore(InstantSource clock) {
    this.values = new SecretValues(Json.object(), clock);
  }

  @Override
  public List<Secret> values(List<SecretResource> resources) {
    return resources.stream().map(values::get).toList();
  }

  /** Nothing is kept. */
  @Override
  public void save(Secret secret) {}
}
