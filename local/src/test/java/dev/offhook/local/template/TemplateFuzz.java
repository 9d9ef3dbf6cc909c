package dev.offhook.local.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Any text as a template, grown from the templates beside what was found. */
class TemplateFuzz {
  private static final String NAME = "template.yaml";
  private static final Path FILE = Path.of("target", NAME);
  private static final LocalEnvironment ENVIRONMENT = new LocalEnvironment(8080);

  @Timeout(30)
  @FuzzTest
  void aTemplateIsReadOrRefusedInOneLine(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      StackTemplate read =
          new TemplateReader(YamlReader.read(text), NAME, FILE, Map.of(), ENVIRONMENT).read();
      assertThat(text).as("%s", read).contains("Resources");
    } catch (TemplateException e) {
      assertThat(e.in(NAME))
          .hasMessageMatching("template\\.yaml:[0-9]+: [^\\p{Cc}\\p{Zl}\\p{Zp}]{3,}");
    }
  }
}
