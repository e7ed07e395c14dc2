package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.topic.IdempotencyKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The answers to publications that bore an idempotency key, for a while. */
final class Answers {
  /** Answers that are kept at most; past it the oldest is forgotten before its time. */
  static final int MAX_ANSWERS = 100_000;

  private record Answer(PublishResult.Stored stored, long atMillis) {}

  private final SequencedMap<IdempotencyKey, Answer> answers = new LinkedHashMap<>();
  private final long keptMillis;

  Answers(Duration kept) {
    this.keptMillis = kept.toMillis();
  }

  PublishResult.@Nullable Stored find(IdempotencyKey key, long nowMillis) {
    forgetOld(nowMillis);
    Answer answer = answers.get(key);
    return answer == null ? null : answer.stored();
  }

  void remember(IdempotencyKey key, PublishResult.Stored stored, long nowMillis) {
    answers.putLast(key, new Answer(stored, nowMillis));
    if (answers.size() > MAX_ANSWERS) {
      answers.pollFirstEntry();
    }
  }

  private void forgetOld(long nowMillis) {
    while (!answers.isEmpty()
        && nowMillis - answers.firstEntry().getValue().atMillis() >= keptMillis) {
      answers.pollFirstEntry();
    }
  }
}
