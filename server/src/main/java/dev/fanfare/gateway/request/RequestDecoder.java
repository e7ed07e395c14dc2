package dev.fanfare.gateway.request;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * A stricter version of Netty's decoder. A request also fails if {@link HeadLines} finds a fault,
 * if it has a second length, or if its version is in lower case.
 */
public abstract class RequestDecoder extends HttpRequestDecoder {
  private static final String BEFORE_VERSION = "HTTP/";
  private static final String BAD_REQUEST_URI = "/";

  /** The largest part of a body. Micronaut has the same limit. */
  private static final int MAX_PART_BYTES = 8192;

  private final HeadLines lines = new HeadLines();
  private boolean inHead = true;
  private int lengths;

  /** A decoder with our limits of lines, headers and parts. */
  protected RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(RequestRules.MAX_LINE_BYTES)
            .setMaxHeaderSize(RequestRules.MAX_HEADER_BYTES)
            .setMaxChunkSize(MAX_PART_BYTES));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out)
      throws Exception {
    int begin = bytes.readerIndex();
    int known = out.size();
    boolean wasHead = inHead;
    super.decode(context, bytes, out);
    if (wasHead) {
      lines.look(bytes, begin, bytes.readerIndex());
    }
    for (int i = known; i < out.size(); i++) {
      onDecoded(out.get(i));
    }
  }

  private void onDecoded(Object part) {
    if (part instanceof HttpRequest request) {
      inHead = false;
      String fault = lines.end();
      if (lengths > 1) {
        fault = "header Content-Length is given twice";
      }
      if (lengths > 0 && request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
        fault = "headers Content-Length and Transfer-Encoding: expected one of them";
      }
      lengths = 0;
      if (fault != null && request.decoderResult().isSuccess()) {
        request.setDecoderResult(DecoderResult.failure(new MalformedRequestException(fault)));
      }
    }
    if (part instanceof LastHttpContent) {
      inHead = true;
      lengths = 0; // a trailer may have the same name
    }
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) throws Exception {
    String version = requestLine[2];
    if (!version.startsWith(BEFORE_VERSION)) {
      throw new MalformedRequestException(
          version.isEmpty()
              ? "no version in the request line: expected HTTP/1.1 at its end"
              : "version \"" + version + "\" in the request line: expected HTTP/1.1");
    }
    return super.createMessage(requestLine);
  }

  @Override
  protected HttpMessage createInvalidMessage() {
    HttpMessage invalid = super.createInvalidMessage();
    ((HttpRequest) invalid).setUri(BAD_REQUEST_URI);
    return invalid;
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString name = super.splitHeaderName(line, start, length);
    if (length == HttpHeaderNames.CONTENT_LENGTH.length()
        && HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
      lengths++;
    }
    return name;
  }
}
