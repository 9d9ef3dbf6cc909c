package dev.offhook.local.template;

import dev.offhook.local.gateway.HttpApi;
import dev.offhook.local.gateway.WebSocketApi;
import dev.offhook.local.iam.FunctionRole;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a template deploys and that has a meaning on this machine, with all parameters
 * and references resolved.
 */
public record StackTemplate(
    List<FunctionResource> functions,
    List<FunctionRole> roles,
    List<QueueMapping> queueMappings,
    List<TableResource> tables,
    List<QueueResource> queues,
    List<SecretResource> secrets,
    List<RotationSchedule> rotations,
    Optional<WebSocketApi> webSocketApi,
    Optional<HttpApi> httpApi) {
  public StackTemplate {
    functions = List.copyOf(functions);
    roles = List.copyOf(roles);
    queueMappings = List.copyOf(queueMappings);
    tables = List.copyOf(tables);
    queues = List.copyOf(queues);
    secrets = List.copyOf(secrets);
    rotations = List.copyOf(rotations);
  }

  /**
   * Reads a template.
   *
   * @param file the template; paths in it are relative to its directory
   * @param parameters values for parameters, which stand in for their defaults
   * @throws TemplateException if the file can't be read, or has anything in it that the local stack
   *     doesn't understand
   */
  public static StackTemplate read(
      Path file, Map<String, String> parameters, LocalEnvironment environment) {
    String name = String.valueOf(file.getFileName());
    try {
      return new TemplateReader(
              YamlReader.read(text(file, name)), name, file, parameters, environment)
          .read();
    } catch (TemplateException e) {
      throw e.in(name);
    }
  }

  private static String text(Path file, String name) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw TemplateException.ofFile(file.toString(), "there is no such file");
    } catch (CharacterCodingException e) {
      throw TemplateException.ofFile(name, "the file is not UTF-8");
    } catch (IOException e) {
      throw TemplateException.ofFile(file.toString(), "the file can't be read");
    }
  }
}
