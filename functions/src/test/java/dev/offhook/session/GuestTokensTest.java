package dev.offhook.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonNull;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.SessionId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTokensTest {

  private static final String ISSUER = "offhook";
  private static final String AUDIENCE = "offhook-signaling";
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final SessionId SESSION = new SessionId("AbCdEfGhIjKlMnOpQrSt_-");
  private static final SigningKey KEY = new SigningKey("key-1", "k".repeat(64));
  private static final SigningKey OTHER_KEY = new SigningKey("key-2", "o".repeat(64));
  private static final TokenCheck INVALID = new TokenCheck.Invalid();

  /** Keys in a map; remembers which were asked for. */
  private static final class MapKeys implements SigningKeys {
    private final Map<String, SigningKey> keys = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    MapKeys(SigningKey... keys) {
      Arrays.stream(keys).forEach(key -> this.keys.put(key.kid(), key));
    }

    @Override
    public SigningKey current() {
      return keys.values().iterator().next();
    }

    @Override
    public Optional<SigningKey> find(String kid) {
      asked.add(kid);
      return Optional.ofNullable(keys.get(kid));
    }
  }

  private final MapKeys keys = new MapKeys(KEY, OTHER_KEY);
  private final GuestTokens tokens = new GuestTokens(ISSUER, AUDIENCE, LIFETIME, keys);

  @Test
  void anIssuedTokenIsValid() {
    GuestTokens.Issued issued = tokens.issue(SESSION, "Zoë 😀", "token-1", NOW);

    assertThat(issued.expiresAt()).isEqualTo(NOW.plus(LIFETIME));
    assertThat(tokens.check(issued.token(), NOW))
        .isEqualTo(
            new TokenCheck.Valid(new TokenCheck.Claims(SESSION, "Zoë 😀", issued.expiresAt())));
  }

  @Test
  void anIssuedTokenHasTheClaimsOfTheContractAndNoOthers() {
    String[] parts = tokens.issue(SESSION, "Ada", "token-1", NOW).token().split("\\.", -1);

    assertThat(JsonText.readObject(decoded(parts[0])))
        .contains(Json.object().put("alg", "HS256").put("typ", "JWT").put("kid", "key-1").build());
    assertThat(JsonText.readObject(decoded(parts[1]))).contains(claims().build());
  }

  @Test
  void timesAreWholeSecondsSoThatTheAnswerSaysWhatTheTokenSays() {
    GuestTokens.Issued issued = tokens.issue(SESSION, "Ada", "token-1", NOW.plusMillis(999));
    assertThat(issued.expiresAt()).isEqualTo(NOW.plus(LIFETIME));
  }

  @Test
  void anOldKeyIsStillGoodForVerifying() {
    GuestTokens before = new GuestTokens(ISSUER, AUDIENCE, LIFETIME, new MapKeys(OTHER_KEY));
    assertThat(tokens.check(before.issue(SESSION, "Ada", "t", NOW).token(), NOW))
        .isInstanceOf(TokenCheck.Valid.class);
  }

  @Test
  void theSpellingOfTheTestIsTheOneOfTheLibrary() {
    assertThat(tokens.check(signed(claims()), NOW)).isInstanceOf(TokenCheck.Valid.class);
  }

  @ParameterizedTest
  @CsvSource({"-3600, valid", "-1, valid", "0, expired", "1, expired", "864000000, expired"})
  void aTokenExpiresAtItsSecondAndNotBefore(long secondsAfterExpiry, String what) {
    String token = tokens.issue(SESSION, "Ada", "t", NOW).token();
    TokenCheck check = tokens.check(token, NOW.plus(LIFETIME).plusSeconds(secondsAfterExpiry));
    assertThat(check.getClass().getSimpleName()).isEqualToIgnoringCase(what);
  }

  @Test
  void aTokenIsGoodToTheLastMillisecond() {
    String token = tokens.issue(SESSION, "Ada", "t", NOW).token();
    assertThat(tokens.check(token, NOW.plus(LIFETIME).minusMillis(1)))
        .isInstanceOf(TokenCheck.Valid.class);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "5, true", "6, false", "86400, false"})
  void aTokenMayBeIssuedFiveSecondsAheadOfThisClock(long secondsAhead, boolean valid) {
    String token = tokens.issue(SESSION, "Ada", "t", NOW.plusSeconds(secondsAhead)).token();
    assertThat(tokens.check(token, NOW) instanceof TokenCheck.Valid).isEqualTo(valid);
  }

  @Test
  void onlyTheTimeGivenCounts() {
    for (Instant now : List.of(Instant.parse("1990-01-01T00:00:00Z"), NOW.plusSeconds(1L << 32))) {
      String token = tokens.issue(SESSION, "Ada", "t", now).token();
      assertThat(tokens.check(token, now)).isInstanceOf(TokenCheck.Valid.class);
    }
  }

  @Test
  void aTokenOfAnotherAlgorithmIsInvalidWhateverItsSignature() {
    for (String algorithm : List.of("none", "None", "HS384", "HS512", "RS256", "ES256", "hs256")) {
      JsonObject header = header().put("alg", algorithm).build();
      String text = encoded(header) + "." + encoded(claims().build());
      assertThat(tokens.check(text + ".", NOW)).as(algorithm).isEqualTo(INVALID);
      for (String mac : List.of("HmacSHA256", "HmacSHA384", "HmacSHA512")) {
        assertThat(tokens.check(text + "." + mac(mac, KEY, text), NOW))
            .as(algorithm + " by " + mac)
            .isEqualTo(INVALID);
      }
    }
  }

  @Test
  void aTokenWithoutAnAlgorithmIsInvalid() {
    assertThat(tokens.check(signed(Json.object().put("kid", "key-1"), claims(), KEY), NOW))
        .isEqualTo(INVALID);
  }

  @Test
  void aTokenSignedWithAnotherKeyThanItNamesIsInvalid() {
    assertThat(tokens.check(signed(header(), claims(), OTHER_KEY), NOW)).isEqualTo(INVALID);
    assertThat(tokens.check(signed(header().put("kid", "key-2"), claims(), KEY), NOW))
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "",
        "KEY-1",
        "key-1 ",
        "../../../../dev/null",
        "' OR '1'='1",
        "key-1\u0000",
        "😀"
      })
  void aTokenOfAnUnknownKeyIsInvalid(String kid) {
    assertThat(tokens.check(signed(header().put("kid", kid), claims(), KEY), NOW))
        .isEqualTo(INVALID);
    assertThat(keys.asked).containsExactly(kid);
  }

  @Test
  void aTokenThatNamesNoKeyIsInvalidAndNoKeyIsLookedFor() {
    assertThat(tokens.check(signed(Json.object().put("alg", "HS256"), claims(), KEY), NOW))
        .isEqualTo(INVALID);
    assertThat(tokens.check(signed(header().put("kid", new JsonNull()), claims(), KEY), NOW))
        .isEqualTo(INVALID);
    assertThat(tokens.check(signed(header().put("kid", 1), claims(), KEY), NOW)).isEqualTo(INVALID);
    assertThat(keys.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sessionId", "name", "iss", "aud", "iat", "exp", "jti"})
  void aTokenWithoutOneOfItsClaimsIsInvalid(String claim) {
    Map<String, Json> members = new LinkedHashMap<>(claims().build().members());
    members.remove(claim);
    assertThat(tokens.check(signed(Json.object().putAll(members)), NOW)).isEqualTo(INVALID);
    assertThat(tokens.check(signed(claims().put(claim, new JsonNull())), NOW)).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sessionId", "name", "iss", "aud", "iat", "exp", "jti"})
  void aClaimOfAnotherTypeMakesATokenInvalid(String claim) {
    for (Json other :
        List.of(Json.of(true), Json.object().build(), new JsonArray(List.of()), number(claim))) {
      assertThat(tokens.check(signed(claims().put(claim, other)), NOW))
          .as("%s: %s", claim, other)
          .isEqualTo(INVALID);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 9223372036854775807",
    "exp, -9223372036854775808",
    "exp, 31556889864403200",
    "exp, 1e300",
    "iat, 9223372036854775807",
    "iat, -9223372036854775808",
    "nbf, 9223372036854775807"
  })
  void timesBeyondAllTimesMakeATokenInvalid(String claim, String value) {
    assertThat(tokens.check(signed(claims().put(claim, new Json.JsonNumber(value))), NOW))
        .isEqualTo(INVALID);
  }

  @Test
  void aTokenFromOrForSomebodyElseIsInvalid() {
    assertThat(tokens.check(signed(claims().put("iss", "other")), NOW)).isEqualTo(INVALID);
    assertThat(tokens.check(signed(claims().put("iss", "Offhook")), NOW)).isEqualTo(INVALID);
    assertThat(tokens.check(signed(claims().put("aud", "other")), NOW)).isEqualTo(INVALID);
    assertThat(tokens.check(signed(claims().put("aud", array("other", "third"))), NOW))
        .isEqualTo(INVALID);
  }

  @Test
  void theAudienceMayBeOneOfSeveral() {
    assertThat(tokens.check(signed(claims().put("aud", array(AUDIENCE))), NOW))
        .isInstanceOf(TokenCheck.Valid.class);
    assertThat(tokens.check(signed(claims().put("aud", array("other", AUDIENCE))), NOW))
        .isInstanceOf(TokenCheck.Valid.class);
  }

  @Test
  void aTokenOfOursThatIsNotAGuestsIsToldApart() {
    Map<String, Json> without = new LinkedHashMap<>(claims().build().members());
    without.remove("isGuest");
    assertThat(tokens.check(signed(Json.object().putAll(without)), NOW))
        .isEqualTo(new TokenCheck.NotGuest());
    for (Json other : List.of(Json.of(false), Json.of("true"), Json.of(1), new JsonNull())) {
      assertThat(tokens.check(signed(claims().put("isGuest", other)), NOW))
          .isEqualTo(new TokenCheck.NotGuest());
    }
  }

  @Test
  void aTokenThatIsNotOursIsInvalidEvenIfItIsNotAGuests() {
    assertThat(tokens.check(signed(header(), claims().put("isGuest", false), OTHER_KEY), NOW))
        .isEqualTo(INVALID);
    assertThat(tokens.check(signed(claims().put("isGuest", false).put("iss", "other")), NOW))
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "é", "a b"})
  void aSessionIdOfAnotherFormMakesATokenInvalid(String sessionId) {
    assertThat(tokens.check(signed(claims().put("sessionId", sessionId)), NOW)).isEqualTo(INVALID);
    assertThat(tokens.check(signed(claims().put("sessionId", "a".repeat(65))), NOW))
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "e30.e30.",
        "e30.e30.=",
        "e30.e30.AA==",
        " ",
        "é.é.é",
        "😀.😀.😀",
        "\u0000.\u0000.\u0000",
        "\uD800.\uDC00.a",
        "null",
        "Bearer x",
        "-._.~"
      })
  void whatIsNoTokenIsInvalid(String text) {
    assertThat(tokens.check(text, NOW)).isEqualTo(INVALID);
  }

  @Test
  void partsThatAreNotUtf8AreInvalidThoughTheyAreSigned() {
    String header = encoded(header().build());
    String payload = encoded(claims().build());
    assertThat(tokens.check(signedText(header, payload, KEY), NOW)).isNotEqualTo(INVALID);
    assertThat(tokens.check(signedText(header, spoilt(payload, "Ada"), KEY), NOW))
        .isEqualTo(INVALID);
    assertThat(tokens.check(signedText(spoilt(header, "JWT"), payload, KEY), NOW))
        .isEqualTo(INVALID);
  }

  /** The part with a byte that begins nothing where that text begins. */
  private static String spoilt(String part, String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    bytes[new String(bytes, UTF_8).indexOf(text)] = (byte) 0xFF;
    return base64(bytes);
  }

  @Test
  void partsThatAreNoObjectsAreInvalid() {
    for (String part : List.of("null", "5", "[]", "\"\"", "true", "{", "[".repeat(2000), "")) {
      assertThat(tokens.check(signedText(encoded(header().build()), encoded(part), KEY), NOW))
          .as("payload %s", part)
          .isEqualTo(INVALID);
      assertThat(tokens.check(signedText(encoded(part), encoded(claims().build()), KEY), NOW))
          .as("header %s", part)
          .isEqualTo(INVALID);
    }
  }

  @Test
  void aTokenOverFourKibibytesIsInvalidThoughItIsSigned() {
    assertThat(tokens.check(signed(claims().put("padding", "x".repeat(2500))), NOW))
        .isInstanceOf(TokenCheck.Valid.class);
    assertThat(tokens.check(signed(claims().put("padding", "x".repeat(3000))), NOW))
        .isEqualTo(INVALID);
    assertThat(tokens.check("a".repeat(10_000_000), NOW)).isEqualTo(INVALID);
  }

  @Test
  void aTokenWithAnyCharacterChangedIsInvalid() {
    String token = tokens.issue(SESSION, "Ada", "t", NOW).token();
    for (int i = 0; i < token.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        char flipped = (char) (token.charAt(i) ^ (1 << bit));
        String changed = token.substring(0, i) + flipped + token.substring(i + 1);
        assertThat(tokens.check(changed, NOW)).as("character %d", i).isEqualTo(INVALID);
      }
      assertThat(tokens.check(token.substring(0, i), NOW)).isEqualTo(INVALID);
    }
  }

  @Test
  void aTokenHasOneSpelling() {
    String token = tokens.issue(SESSION, "Ada", "t", NOW).token();
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/";
    String start = token.substring(0, token.length() - 1);
    assertThat(
            alphabet
                .chars()
                .mapToObj(c -> start + (char) c)
                .filter(text -> tokens.check(text, NOW) instanceof TokenCheck.Valid))
        .containsExactly(token);
    for (String more : List.of("=", "==", "A", ".", " ", "\n")) {
      assertThat(tokens.check(token + more, NOW)).isEqualTo(INVALID);
      assertThat(tokens.check(more + token, NOW)).isEqualTo(INVALID);
    }
  }

  @Test
  void noTextMakesItThrow() {
    long seed = Long.getLong("offhook.seed", 20_260_101L);
    Random random = new Random(seed);
    String token = tokens.issue(SESSION, "Ada", "t", NOW).token();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(token);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
      }
      assertThat(tokens.check(text.toString(), NOW))
          .as("-Doffhook.seed=%d, round %d", seed, i)
          .satisfiesAnyOf(
              check -> assertThat(check).isEqualTo(INVALID),
              check -> assertThat(text.toString()).isEqualTo(token));
    }
  }

  @Test
  void neitherTokenNorKeyIsPrinted() {
    GuestTokens.Issued issued = tokens.issue(SESSION, "Ada", "t", NOW);
    assertThat(issued.toString()).doesNotContain(issued.token().substring(0, 8));
    assertThat(KEY.toString()).contains("key-1").doesNotContain("kkk");
  }

  private static JsonArray array(String... values) {
    return new JsonArray(Arrays.stream(values).map(Json::of).toList());
  }

  /** A number where none belongs; for a time, a text. */
  private static Json number(String claim) {
    return List.of("iat", "exp").contains(claim) ? Json.of("1900000000") : Json.of(5);
  }

  private static Json.ObjectBuilder header() {
    return Json.object().put("alg", "HS256").put("typ", "JWT").put("kid", KEY.kid());
  }

  private static Json.ObjectBuilder claims() {
    return Json.object()
        .put("iss", ISSUER)
        .put("aud", AUDIENCE)
        .put("jti", "token-1")
        .put("iat", NOW.getEpochSecond())
        .put("exp", NOW.plus(LIFETIME).getEpochSecond())
        .put("sessionId", SESSION.value())
        .put("isGuest", true)
        .put("name", "Ada");
  }

  private static String signed(Json.ObjectBuilder claims) {
    return signed(header(), claims, KEY);
  }

  private static String signed(
      Json.ObjectBuilder header, Json.ObjectBuilder claims, SigningKey key) {
    return signedText(encoded(header.build()), encoded(claims.build()), key);
  }

  private static String signedText(String header, String payload, SigningKey key) {
    String text = header + "." + payload;
    return text + "." + mac("HmacSHA256", key, text);
  }

  private static String mac(String algorithm, SigningKey key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.secret().getBytes(UTF_8), algorithm));
      return base64(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String encoded(JsonObject object) {
    return encoded(JsonText.write(object));
  }

  private static String encoded(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }
}
