package dev.offhook.local.aws;

import dev.offhook.local.StackStartException;
import dev.offhook.local.template.SecretResource;
import java.util.List;

/** Where the values of generated secrets stay between starts of the local stack. */
interface SecretStore {
  /**
   * The template's secrets with their values; values that don't exist yet are made and kept.
   *
   * @throws StackStartException if values can't be kept safely
   */
  List<Secret> values(List<SecretResource> resources);

  /** Keeps a secret that has changed, if its value is a generated one. */
  void save(Secret secret);
}
