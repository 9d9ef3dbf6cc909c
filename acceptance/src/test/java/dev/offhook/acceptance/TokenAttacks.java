package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.Tokens;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that are no token of a guest, by what is tried with each: all that is known to have worked
 * against some library. Those that are rightly signed could be made by nobody outside.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">JSON Web Token Best Current Practices</a>
 */
final class TokenAttacks {

  private static final String EMPTY_KEY = "\0";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Guest guest;
  private final String key;
  private final Map<String, String> attacks = new LinkedHashMap<>();

  private TokenAttacks(Service service, Guest guest) {
    this.guest = guest;
    this.key = new Damage(service).signingKey();
  }

  /** What is refused wherever a token is wanted, as no token at all. */
  static Map<String, String> on(Service service, Guest guest) {
    TokenAttacks made = new TokenAttacks(service, guest);
    made.algorithms();
    made.keyIds();
    made.claims();
    made.times();
    made.spellings();
    return made.attacks;
  }

  /** Rightly signed, and over four kibibytes: more than the URL of a connection may have. */
  static String tooLarge(Service service, Guest guest) {
    TokenAttacks made = new TokenAttacks(service, guest);
    return made.signed(made.header(), made.claimsOf().put("name", "x".repeat(3000)));
  }

  private void algorithms() {
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      String unsigned = Tokens.unsigned(frame("{typ: 'JWT'}").put("alg", none), claimsOf());
      attacks.put("alg " + none, unsigned + ".");
      attacks.put("alg " + none + " and our signature", unsigned + "." + signature());
    }
    attacks.put("no alg", signed(without(header(), "alg"), claimsOf()));
    attacks.put("alg in a list", signed(header(frame("{alg: ['HS256']}")), claimsOf()));
    for (String other : List.of("HS384", "HS512")) {
      ObjectNode header = header().put("alg", other);
      attacks.put(other, Tokens.signed(header, claimsOf(), key, other.replace("HS", "HmacSHA")));
      attacks.put(other + " said, HS256 done", signed(header, claimsOf()));
    }
    for (String other : List.of("RS256", "ES256", "PS256", "EdDSA", "hs256", "HS256 ")) {
      attacks.put(other + " said, HS256 done", signed(header().put("alg", other), claimsOf()));
    }
    attacks.put("RS256", Tokens.signedByRsa(header().put("alg", "RS256"), claimsOf()));
    attacks.put(
        "ES256 of zeros",
        Tokens.unsigned(header().put("alg", "ES256"), claimsOf()) + "." + "A".repeat(86));
    attacks.put(
        "a key of its own",
        Tokens.signed(
            header(frame("{jwk: {kty: 'oct', k: 'a2tra2s'}, jku: 'https://a.example/keys'}")),
            claimsOf(),
            "kkkkk"));
    attacks.put("the empty key", Tokens.signed(header(), claimsOf(), EMPTY_KEY));
    attacks.put("another key", Tokens.signed(header(), claimsOf(), "k".repeat(64)));
  }

  private void keyIds() {
    for (String kid :
        List.of(
            "",
            "stranger",
            "AWSCURRENT",
            "../../../../../../dev/null",
            "file:///dev/null",
            "' OR '1'='1",
            "1' UNION SELECT 'k' -- ",
            "1\u0000",
            " 1",
            "$(id)",
            "x".repeat(1500))) {
      ObjectNode header = header().put("kid", kid);
      attacks.put(
          "kid " + kid + " and the empty key", Tokens.signed(header, claimsOf(), EMPTY_KEY));
      attacks.put("kid " + kid + " and our key", signed(header, claimsOf()));
    }
    attacks.put("no kid", signed(without(header(), "kid"), claimsOf()));
    attacks.put("kid null", signed(header(frame("{kid: null}")), claimsOf()));
    attacks.put("kid in a list", signed(header(frame("{kid: ['1']}")), claimsOf()));
    attacks.put("kid a number", signed(header(frame("{kid: 1}")), claimsOf()));
  }

  private void claims() {
    for (String claim : List.of("iss", "aud", "sessionId", "name", "iat", "exp", "jti")) {
      attacks.put("no " + claim, signed(header(), without(claimsOf(), claim)));
    }
    for (String claim : List.of("iss", "aud", "sessionId")) {
      attacks.put(claim + " a number", signed(header(), claimsOf().put(claim, 1)));
    }
    attacks.put("foreign iss", signed(header(), claimsOf().put("iss", "foreign")));
    attacks.put("foreign aud", signed(header(), claimsOf().put("aud", "foreign")));
  }

  private void times() {
    long now = Instant.now().getEpochSecond();
    attacks.put("over since a second", signed(header(), claimsOf().put("exp", now - 1)));
    attacks.put("over now", signed(header(), claimsOf().put("exp", now)));
    attacks.put("over before it began", signed(header(), claimsOf().put("exp", 0)));
    attacks.put("over since 1969", signed(header(), claimsOf().put("exp", -1)));
    attacks.put("exp a text", signed(header(), claimsOf().put("exp", "9999999999")));
    attacks.put("exp beyond time", signed(header(), claimsOf().put("exp", 1e300)));
    attacks.put("of tomorrow", signed(header(), claimsOf().put("iat", now + 86_400)));
  }

  private void spellings() {
    String[] parts = guest.token().split("\\.", -1);
    String payload = Tokens.claims(guest.token()).toString();
    attacks.put("a word", "x");
    attacks.put("points", "..");
    attacks.put("null", "null");
    attacks.put("two parts", parts[0] + "." + parts[1]);
    attacks.put("no signature", parts[0] + "." + parts[1] + ".");
    attacks.put("four parts", guest.token() + "." + parts[2]);
    attacks.put("five parts", guest.token() + ".x.x");
    attacks.put("a letter more", guest.token() + "A");
    attacks.put("a payload that is null", parts[0] + ".bnVsbA." + parts[2]);
    attacks.put("another payload", parts[0] + "." + claimsPart("sessionId", "x") + "." + parts[2]);
    attacks.put("padded", guest.token() + "=");
    attacks.put("a blank inside", parts[0] + " ." + parts[1] + "." + parts[2]);
    attacks.put("3000 letters", "x".repeat(3000));
    attacks.put(
        "not UTF-8", Tokens.signedParts(parts[0], BASE64.encodeToString(notUtf8(payload)), key));
    String marks = claimsOf().put("name", "~~~???>>>".repeat(3)).toString();
    String otherAlphabet = Base64.getEncoder().encodeToString(marks.getBytes(UTF_8));
    attacks.put("the other base64", Tokens.signedParts(parts[0], otherAlphabet, key));
    attacks.put("not base64", Tokens.signedParts(parts[0], "!!!!", key));
    attacks.put(
        "not JSON", Tokens.signedParts(parts[0], BASE64.encodeToString("{".getBytes(UTF_8)), key));
    attacks.put(
        "a list", Tokens.signedParts(parts[0], BASE64.encodeToString("[]".getBytes(UTF_8)), key));
  }

  /** The name's first letter replaced by a byte that begins nothing. */
  private static byte[] notUtf8(String payload) {
    byte[] bytes = payload.getBytes(UTF_8);
    bytes[payload.indexOf("\"name\":\"") + "\"name\":\"".length()] = (byte) 0xFF;
    return bytes;
  }

  private String claimsPart(String claim, String value) {
    return Tokens.part(claimsOf().put(claim, value));
  }

  private String signature() {
    return guest.token().split("\\.", -1)[2];
  }

  private String signed(ObjectNode header, ObjectNode claims) {
    return Tokens.signed(header, claims, key);
  }

  private ObjectNode header() {
    return Tokens.header(guest.token());
  }

  private ObjectNode header(ObjectNode more) {
    return header().setAll(more);
  }

  private ObjectNode claimsOf() {
    return Tokens.claims(guest.token());
  }

  private static ObjectNode without(ObjectNode object, String member) {
    object.remove(member);
    return object;
  }
}
