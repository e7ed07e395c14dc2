package dev.fanfare.gateway.websocket;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UPGRADE_REQUIRED;

import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.security.Origins;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** What becomes of an upgrade. */
sealed interface Admission {
  /**
   * It is a socket from now on.
   *
   * @param answer what makes it one, as it goes over the wire
   * @param topics to subscribe at once
   */
  record Granted(String answer, List<TopicName> topics) implements Admission {}

  record Refused(HttpResponseStatus status, Problem problem) implements Admission {}

  static Admission of(HttpRequest upgrade, SessionContext sessions) {
    String origin = upgrade.headers().get(HttpHeaderNames.ORIGIN);
    if (!sessions.origins().allow(origin, upgrade.headers().get(HttpHeaderNames.HOST))) {
      return refused(FORBIDDEN, ErrorCode.FORBIDDEN, Origins.refusal(String.valueOf(origin)));
    }
    int most = sessions.settings().connections();
    if (sessions.metrics().value(Metric.SESSIONS) >= most) {
      String message = "this instance serves at most " + most + " sockets";
      return refused(SERVICE_UNAVAILABLE, ErrorCode.UNAVAILABLE, message);
    }
    String version = upgrade.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (!UpgradeRequest.VERSION.equals(version)) {
      String message =
          "header Sec-WebSocket-Version "
              + InvalidValueException.shown(String.valueOf(version))
              + ": expected "
              + UpgradeRequest.VERSION;
      return refused(UPGRADE_REQUIRED, ErrorCode.NOT_ALLOWED, message);
    }
    try {
      UpgradeRequest.check(upgrade);
      return new Granted(
          UpgradeRequest.accepted(upgrade),
          UpgradeRequest.topics(upgrade, sessions.settings().topics()));
    } catch (ProtocolException e) {
      return refused(BAD_REQUEST, e.code(), e.message());
    }
  }

  private static Refused refused(HttpResponseStatus status, ErrorCode code, String message) {
    return new Refused(status, new Problem(status.code(), code, message, UpgradeRequest.PATH));
  }
}
