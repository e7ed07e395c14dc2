package dev.fanfare.api;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path of the WebSocket for requests without an upgrade; the gateway takes all others. */
@Hidden
@Controller("/v1/ws")
final class SocketController {
  private final Metrics metrics;

  SocketController(Metrics metrics) {
    this.metrics = metrics;
  }

  @Get
  HttpResponse<byte[]> withoutUpgrade(
      HttpRequest<?> request, @QueryValue @Nullable List<String> topic) {
    metrics.increment(Metric.UPGRADES_REFUSED);
    return Problems.response(
            new Problem(
                HttpStatus.UPGRADE_REQUIRED.getCode(),
                ErrorCode.NOT_ALLOWED,
                "no upgrade: expected a WebSocket handshake",
                request.getPath()))
        .header(HttpHeaders.UPGRADE, "websocket");
  }
}
