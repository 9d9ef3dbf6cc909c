package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrameReader.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What holds for all frames. A failure prints its seed; {@code -Doffhook.seed=N} runs that one
 * alone, {@code -Doffhook.rounds=N} more of them.
 */
@Timeout(60)
class CodecPropertiesTest {

  private static final int ROUNDS = Integer.getInteger("offhook.rounds", 1500);

  /** Far above what a frame takes, far below what an attack would. */
  private static final long SLOW_MILLIS = 5000;

  @Test
  void whatIsWrittenIsReadAgain() {
    Set<Class<?>> kinds = new HashSet<>();
    forAll(
        random -> {
          ClientFrame frame = new RandomFrames(random).frame();
          kinds.add(frame.getClass());
          String text = ClientFrameWriter.write(frame);
          if (!ClientFrameReader.isTooLarge(text)) {
            assertThat(ClientFrameReader.read(text)).isEqualTo(new Result.Read(frame));
          }
        });
    assertThat(kinds).hasSizeGreaterThan(Long.getLong("offhook.seed") == null ? 11 : 0);
  }

  @Test
  void theSpellingOfAFrameDoesNotMatter() {
    forAll(
        random -> {
          ClientFrame frame = new RandomFrames(random).frame();
          JsonObject object = ClientFrameWriter.object(frame);
          List<Map.Entry<String, Json>> members = new ArrayList<>(object.members().entrySet());
          Collections.shuffle(members, random);
          Json.ObjectBuilder shuffled = Json.object().put("unknown-member", Json.of(1));
          members.forEach(member -> shuffled.put(member.getKey(), member.getValue()));
          String text = spelledOut(JsonText.write(shuffled.build()), random);
          if (!ClientFrameReader.isTooLarge(text)) {
            assertThat(ClientFrameReader.read(text)).isEqualTo(new Result.Read(frame));
          }
        });
  }

  @Test
  void aFrameWithMembersChangedIsReadAsWhatItSaysOrRefused() {
    forAll(
        random -> {
          RandomFrames frames = new RandomFrames(random);
          Json changed = changed(ClientFrameWriter.object(frames.frame()), frames, random);
          FrameCodecRule.refusedOrEqual(JsonText.write(changed));
        });
  }

  @Test
  void aFrameWithCharactersChangedIsReadAsWhatItSaysOrRefused() {
    forAll(
        random -> {
          StringBuilder text =
              new StringBuilder(ClientFrameWriter.write(new RandomFrames(random).frame()));
          for (int changes = random.nextInt(1, 4); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
              case 0 -> text.setLength(at);
              case 1 -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(16))));
              case 2 -> text.deleteCharAt(at);
              case 3 ->
                  text.insert(at, "{}[]\",:0e\\\u0000\uD800\uFEFF".charAt(random.nextInt(13)));
              default -> text.insert(at, text.substring(at, random.nextInt(at, text.length())));
            }
          }
          FrameCodecRule.refusedOrEqual(text.toString());
        });
  }

  @Test
  void anyCharactersAreRefused() {
    forAll(
        random -> {
          String text = new RandomFrames(random).text(0, 300);
          assertThat(ClientFrameReader.read(text)).isInstanceOf(Result.Refused.class);
        });
  }

  @Test
  void anyJsonIsRefused() {
    forAll(
        random -> {
          String text = JsonText.write(new RandomFrames(random).json(10));
          assertThat(ClientFrameReader.read(text)).isInstanceOf(Result.Refused.class);
        });
  }

  private static Json changed(Json value, RandomFrames frames, Random random) {
    if (random.nextInt(6) == 0) {
      return replacement(frames, random);
    }
    return switch (value) {
      case JsonObject object when !object.members().isEmpty() -> {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        List<Map.Entry<String, Json>> entries = List.copyOf(object.members().entrySet());
        Map.Entry<String, Json> one = entries.get(random.nextInt(entries.size()));
        Map.Entry<String, Json> other = entries.get(random.nextInt(entries.size()));
        switch (random.nextInt(5)) {
          case 0 -> members.remove(one.getKey());
          case 1 -> members.put(other.getKey(), one.getValue());
          case 2 -> {
            members.remove(one.getKey());
            members.put(one.getKey() + "x", one.getValue());
          }
          default -> members.put(one.getKey(), changed(one.getValue(), frames, random));
        }
        yield new JsonObject(members);
      }
      case JsonArray array when !array.elements().isEmpty() -> {
        List<Json> elements = new ArrayList<>(array.elements());
        int at = random.nextInt(elements.size());
        elements.set(at, changed(elements.get(at), frames, random));
        yield new JsonArray(elements);
      }
      case Json other -> replacement(frames, random);
    };
  }

  private static Json replacement(RandomFrames frames, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> nested(random.nextInt(1, 60));
      case 1 -> new JsonNumber("9".repeat(random.nextInt(1, 30_000)));
      case 2 -> Json.of("x".repeat(frames.any(64, 65, 255, 256, 1000, 1001, 40_000)));
      default -> frames.json(4);
    };
  }

  private static Json nested(int levels) {
    Json value = Json.object().build();
    for (int i = 1; i < levels; i++) {
      value = new JsonArray(List.of(value));
    }
    return value;
  }

  /** The same JSON with white space between tokens and escapes for some characters. */
  private static String spelledOut(String json, Random random) {
    StringBuilder text = new StringBuilder();
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      inString ^= c == '"';
      if (c == '\\') {
        int length = json.charAt(i + 1) == 'u' ? 6 : 2;
        text.append(json, i, i + length);
        i += length - 1;
      } else if (inString && c != '"' && !Character.isLowSurrogate(c) && random.nextInt(20) == 0) {
        text.append(escaped(c));
        if (Character.isHighSurrogate(c)) {
          i++;
          text.append(escaped(json.charAt(i)));
        }
      } else {
        text.append(c);
        if (!inString && "{}[],:".indexOf(c) >= 0 && random.nextInt(4) == 0) {
          text.append(" \t\r\n".charAt(random.nextInt(4)));
        }
      }
    }
    return text.toString();
  }

  private static String escaped(char c) {
    return String.format("\\u%04x", (int) c);
  }

  private static void forAll(Consumer<Random> property) {
    Long given = Long.getLong("offhook.seed");
    long first = given == null ? 1 : given;
    long last = given == null ? ROUNDS : given;
    for (long seed = first; seed <= last; seed++) {
      long begin = System.nanoTime();
      try {
        property.accept(new Random(seed));
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("run again with -Doffhook.seed=" + seed, e);
      }
      assertThat((System.nanoTime() - begin) / 1_000_000)
          .as("milliseconds, -Doffhook.seed=%d", seed)
          .isLessThan(SLOW_MILLIS);
    }
  }
}
