package dev.offhook.acceptance.turn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that its owner signed, with its key, as files in a directory. */
record TestCertificate(KeyStore store) {

  static final String CERTIFICATE = "certificate.pem";
  static final String KEY = "key.pem";
  private static final String ALIAS = "turn";
  private static final String PASSWORD = "changeit";

  /** Makes one of that name. */
  static TestCertificate make(Path directory, String name) throws IOException {
    try {
      return read(keys(directory, name), directory);
    } catch (GeneralSecurityException noCertificate) {
      throw new IOException(noCertificate);
    }
  }

  private static Path keys(Path directory, String name) throws IOException {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IOException("keytool made no certificate");
    }
    return file;
  }

  private static TestCertificate read(Path file, Path directory)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(file)) {
      store.load(input, PASSWORD.toCharArray());
    }
    write(directory.resolve(CERTIFICATE), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    write(directory.resolve(KEY), "PRIVATE KEY", key);
    return new TestCertificate(store);
  }

  private static void write(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  /** Trusts this certificate and no other. */
  SSLContext trusting() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
