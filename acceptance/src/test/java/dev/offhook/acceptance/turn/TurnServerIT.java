package dev.offhook.acceptance.turn;

import static dev.offhook.acceptance.turn.TurnClient.IPV4;
import static dev.offhook.acceptance.turn.TurnClient.IPV6;
import static dev.offhook.acceptance.turn.TurnClient.TCP;
import static dev.offhook.acceptance.turn.TurnClient.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The TURN server of {@code infra/turn.yaml}: whom it serves, how much, and where to. */
@WithCoturn
class TurnServerIT {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int FAMILY_NOT_SUPPORTED = 440;
  private static final int TRANSPORT_NOT_SUPPORTED = 442;
  private static final int FAMILY_MISMATCH = 443;
  private static final int QUOTA_REACHED = 486;

  private final Instant later = Instant.now().plusSeconds(600);
  private final List<TurnClient> clients = new ArrayList<>();
  private final Coturn coturn;

  TurnServerIT(Coturn coturn) {
    this.coturn = coturn;
  }

  @AfterEach
  void everybodyLeaves() {
    clients.forEach(TurnClient::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"current", "previous", "pending"})
  void whoHasCredentialsOfTheServiceGetsAPathAlsoWhileTheSecretIsChanged(String secret) {
    assertThat(allocate(TurnCredential.of(newSession(), later, secret)).isSuccess()).isTrue();
  }

  @Test
  void expiredCredentialsAreRefused() {
    Instant lastSecond = Instant.now().minusSeconds(2);

    assertThat(allocate(TurnCredential.of("alice", lastSecond, "current")).errorCode())
        .isEqualTo(UNAUTHORIZED);
  }

  @Test
  void aPathThatStandsOutlivesItsCredentialsButNoOtherIsGivenForThem() {
    Instant soon = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    TurnCredential credential = TurnCredential.of(newSession(), soon, "current");
    TurnClient client = client();
    assertThat(client.allocate(credential.username(), credential.password()).isSuccess()).isTrue();
    // They are good through that second.
    LockSupport.parkUntil(soon.plusMillis(1100).toEpochMilli());

    assertThat(client.permit(new byte[] {9, 9, 9, 9}).isSuccess()).isTrue();
    assertThat(allocate(credential).errorCode()).isEqualTo(UNAUTHORIZED);
  }

  @Test
  void forgedCredentialsAreRefused() {
    TurnCredential good = TurnCredential.of("alice", later, "current");
    TurnCredential expired = TurnCredential.of("alice", Instant.EPOCH.plusSeconds(9), "current");
    String muchLater = later.plusSeconds(3600).getEpochSecond() + ":alice";
    List<TurnCredential> forged =
        List.of(
            TurnCredential.of("alice", later, "guessed"),
            new TurnCredential(good.username(), ""),
            new TurnCredential(good.username(), good.username()),
            new TurnCredential(good.username().replace("alice", "bob"), good.password()),
            new TurnCredential(muchLater, good.password()),
            new TurnCredential(good.username(), expired.password()),
            new TurnCredential("alice", good.password()),
            new TurnCredential(":alice", good.password()),
            new TurnCredential("", ""));

    assertThat(forged).allMatch(credential -> allocate(credential).errorCode() == UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.1",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "127.0.0.2",
        "127.255.255.255",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255"
      })
  void aPathLeadsToNoNetworkBehindTheServer(String peer) throws IOException {
    assertThat(permit(peer).errorCode()).isEqualTo(FORBIDDEN);
  }

  /** The metadata's address among them, and one of loopback in the form of the other family. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000000000000001",
        "0000000000000000000000007f000002",
        "00000000000000000000ffff7f000002",
        "0064ff9b00000000000000007f000002",
        "fd000ec2000000000000000000000254",
        "fe800000000000000000000000000001",
        "ff020000000000000000000000000001",
        "20010db8000000000000000000000001"
      })
  void aPathLeadsToNoAddressOfTheOtherFamily(String peer) {
    assertThat(served().permit(HexFormat.of().parseHex(peer)).errorCode())
        .isIn(FORBIDDEN, FAMILY_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "9.9.9.9", "100.63.255.255", "172.32.0.1", "223.255.255.1"})
  void aPathLeadsToThePublicAndToTheServerItself(String peer) throws IOException {
    assertThat(permit(peer).isSuccess()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    TCP + ", " + IPV4 + ", " + TRANSPORT_NOT_SUPPORTED,
    UDP + ", " + IPV6 + ", " + FAMILY_NOT_SUPPORTED
  })
  void aPathIsForMediaAlone(int protocol, int family, int code) {
    TurnCredential credential = fresh();

    assertThat(
            client()
                .allocate(credential.username(), credential.password(), protocol, family)
                .errorCode())
        .isEqualTo(code);
  }

  @Test
  void aSessionHasOnlySoManyPathsWhateverItsCredentials() {
    String session = newSession();
    for (int i = 0; i < 3; i++) {
      assertThat(allocate(TurnCredential.of(session, later.plusSeconds(i), "current")).isSuccess())
          .isTrue();
    }

    assertThat(allocate(TurnCredential.of(session, later, "current")).errorCode())
        .isEqualTo(QUOTA_REACHED);
    assertThat(allocate(fresh()).isSuccess()).isTrue();
  }

  @Test
  void answersCarryFingerprintsAndDoNotTellTheVersion() {
    StunMessage answer = client().bind();

    assertThat(answer.isSuccess()).isTrue();
    assertThat(answer.find(StunMessage.FINGERPRINT)).isPresent();
    assertThat(answer.find(StunMessage.SOFTWARE)).isEmpty();
  }

  @Test
  void nobodyAdministersItOverTheNetwork() throws IOException {
    try (Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(coturn.commandLineAddress()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aPathIsGivenOverTls() throws IOException, GeneralSecurityException {
    TurnCredential credential = fresh();
    try (TurnClient client = TurnClient.over(tls("TLSv1.2"))) {
      assertThat(client.allocate(credential.username(), credential.password()).isSuccess())
          .isTrue();
    }
  }

  @Test
  void tlsIsNotOfAVersionThatIsBroken() {
    assertThatThrownBy(() -> tls("TLSv1.1").close()).isInstanceOf(SSLHandshakeException.class);
  }

  private SSLSocket tls(String version) throws IOException, GeneralSecurityException {
    SSLSocket socket =
        (SSLSocket) coturn.certificate().trusting().getSocketFactory().createSocket();
    socket.setEnabledProtocols(new String[] {version});
    socket.connect(coturn.tlsAddress());
    socket.startHandshake();
    return socket;
  }

  private TurnCredential fresh() {
    return TurnCredential.of(newSession(), later, "current");
  }

  private static String newSession() {
    return UUID.randomUUID().toString();
  }

  private StunMessage permit(String peer) throws IOException {
    return served().permit(InetAddress.getByName(peer).getAddress());
  }

  /** Somebody who has a path. */
  private TurnClient served() {
    TurnCredential credential = fresh();
    TurnClient client = client();
    StunMessage answer = client.allocate(credential.username(), credential.password());
    assertThat(answer.isSuccess()).as("error %d", answer.errorCode()).isTrue();
    return client;
  }

  private StunMessage allocate(TurnCredential credential) {
    return client().allocate(credential.username(), credential.password());
  }

  private TurnClient client() {
    TurnClient client = TurnClient.overUdp(coturn.address());
    clients.add(client);
    return client;
  }
}
