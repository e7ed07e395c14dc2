package dev.fanfare.api;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.codec.CodecException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Answers with an array that many calls share. Micronaut's own writer would copy it to direct
 * memory for each call.
 */
final class SharedBytes implements ResponseBodyWriter<byte[]> {
  private static final SharedBytes WRITER = new SharedBytes();

  private SharedBytes() {}

  static MutableHttpResponse<byte[]> answer(byte[] bytes, String type) {
    MutableHttpResponse<byte[]> response = HttpResponse.ok(bytes);
    response.bodyWriter(WRITER);
    return response.contentType(MediaType.of(type));
  }

  /** Has this writer write the answer, whose body must be an array. */
  @SuppressWarnings("unchecked") // the caller has checked the body
  static void writes(MutableHttpResponse<?> response) {
    ((MutableHttpResponse<byte[]>) response).bodyWriter(WRITER);
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory bodies,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<byte[]> type,
      MediaType mediaType,
      byte[] bytes) {
    return bodies.adapt(bytes);
  }

  @Override
  public void writeTo(
      Argument<byte[]> type,
      MediaType mediaType,
      byte[] bytes,
      MutableHeaders headers,
      OutputStream output) {
    try {
      output.write(bytes);
    } catch (IOException e) {
      throw new CodecException("writing to memory failed", e);
    }
  }
}
