package dev.fanfare.api;

import dev.fanfare.topic.Position;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Large answers that are still in use by sockets that are taking them. Only weak references keep
 * them here, so they cost no memory. Safe for any thread.
 */
final class KnownAnswers {
  /** A smaller answer is faster to make again than to check. */
  static final int MIN_BYTES = 64 * 1024;

  /** The number of questions whose answer is remembered; past it the oldest is forgotten. */
  static final int MAX_QUESTIONS = 64;

  /** An answer, and the position that it leads to. */
  @SuppressWarnings("ArrayRecordComponent") // never compared: the same array is to be used again
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
