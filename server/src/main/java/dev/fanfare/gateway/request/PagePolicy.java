package dev.fanfare.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.core.io.ResourceLoader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers that say what the pages of this server may do in a browser. They may run the server's
 * scripts and talk to this and other instances, and no page may show them in a frame. The page of
 * {@code /docs} comes from Swagger UI. It has an inline script, and a logo with a style; their
 * hashes allow these two.
 */
@Singleton
public final class PagePolicy {
  private static final String DOCS = "META-INF/swagger/views/swagger-ui/index.html";
  private static final String LOGO =
      ".logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}";
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");

  private final String headers;

  public PagePolicy(ResourceLoader resources) {
    headers = headersWith(scriptsOf(resources));
  }

  private static String headersWith(String scripts) {
    return "x-content-type-options: nosniff\r\nreferrer-policy: same-origin\r\n"
        + "content-security-policy: default-src 'none'; script-src 'self'"
        + scripts
        + "; style-src 'self'"
        + hashOf(LOGO)
        + "; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src"
        + " 'self'; connect-src 'self' http: https: ws: wss:; base-uri 'none'; form-action 'self';"
        + " frame-ancestors 'none'\r\n";
  }

  /** The headers, as lines of a head. */
  String headers() {
    return headers;
  }

  private static String scriptsOf(ResourceLoader resources) {
    try (InputStream page =
        resources.getResourceAsStream(DOCS).orElse(InputStream.nullInputStream())) {
      StringBuilder hashes = new StringBuilder();
      Matcher scripts = SCRIPT.matcher(new String(page.readAllBytes(), UTF_8));
      while (scripts.find()) {
        hashes.append(hashOf(scripts.group(1)));
      }
      return hashes.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hashOf(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return " 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
