package dev.fanfare.api;

import dev.fanfare.topic.Position;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Large answers that were given, as long as somebody holds them: sockets that take them, that is.
 * They cost nothing here. Safe for any thread.
 */
final class KnownAnswers {
  /** A smaller answer is sooner made again than compared. */
  static final int MIN_BYTES = 64 * 1024;

  /** Questions whose answer is remembered at most; past it the oldest is made again. */
  static final int MAX_QUESTIONS = 64;

  /** An answer, and the position that it leads to. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody: the point is that it is the same
  record Known(Position to, byte[] bytes) {
    Known {
      if (bytes.length < MIN_BYTES) {
        throw new IllegalArgumentException(bytes.length + " bytes: expected " + MIN_BYTES);
      }
    }
  }

  private record Entry(Position to, WeakReference<byte[]> bytes) {}

  private final SequencedMap<TopicQuestion, Entry> entries = new LinkedHashMap<>();

  synchronized @Nullable Known find(TopicQuestion question) {
    Entry entry = entries.get(question);
    byte[] bytes = entry == null ? null : entry.bytes.get();
    return entry == null || bytes == null ? null : new Known(entry.to, bytes);
  }

  synchronized void remember(TopicQuestion question, Position to, byte[] bytes) {
    if (bytes.length < MIN_BYTES) {
      return;
    }
    entries.putLast(question, new Entry(to, new WeakReference<>(bytes)));
    if (entries.size() > MAX_QUESTIONS) {
      entries.pollFirstEntry();
    }
  }
}
