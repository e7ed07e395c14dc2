package dev.fanfare;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for one test, and connections of a client that trusts it. */
public final class TlsCertificate {
  private static final String PASSWORD = "secret";

  private final Path file;

  private TlsCertificate(Path file) {
    this.file = file;
  }

  public static TlsCertificate make(Path directory) throws IOException, InterruptedException {
    Path file = directory.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String words = keytool.inputReader().readAllAsString();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + words);
    }
    return new TlsCertificate(file);
  }

  /** The settings of a server with this certificate. */
  public Map<String, Object> properties() {
    return Map.of(
        "micronaut.server.ssl.enabled",
        true,
        "micronaut.server.ssl.port",
        0,
        "micronaut.server.ssl.key-store.path",
        "file:" + file,
        "micronaut.server.ssl.key-store.type",
        "PKCS12",
        "micronaut.server.ssl.key-store.password",
        PASSWORD);
  }

  public RawSocket connect(Instance instance) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      trusted.load(in, PASSWORD.toCharArray());
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return RawSocket.over(
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), instance.port()));
  }
}
