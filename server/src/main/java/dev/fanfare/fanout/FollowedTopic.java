package dev.fanfare.fanout;

import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.TopicReplica;
import dev.fanfare.topic.TopicReplica.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One topic that is followed here: its replica, which the backplane keeps up to date, and the lanes
 * that receive its advances. The replica decides; this class asks the store, waits for answers and
 * passes deltas on. Everything runs on the home's loop.
 */
final class FollowedTopic {
  private static final Duration RETRY = Duration.ofMillis(500);

  /** A smaller log is not worth dropping. */
  private static final int MIN_THICK_BYTES = 4_096;

  private final TopicName name;
  private final Home home;
  private final TopicReplica replica;
  private final Sweeper sweeper;
  private final Following following;

  /** The members of this topic, one group for each lane and format that has subscribers. */
  private List<Members> audience = List.of();

  /** The mark of all answers. */
  private Freshness freshness = Freshness.CURRENT;

  /** Questions that came before the replica was opened; null once it is open. */
  private @Nullable List<Question> waiting = new ArrayList<>();

  private boolean closed;

  /** The bytes that the home counts for this topic. */
  private long bytes;

  /** Whether it is in the home's queue of topics that may be thinned. */
  private boolean isThick;

  private long lingerUntilNanos;

  /**
   * The number of the latest question to the store; answers to earlier questions are out of date.
   */
  private int asked;

  /** Whether the store has not answered yet. */
  private boolean asking;

  /** Whether something was missed, perhaps, since the store was asked. */
  private boolean doubted;

  FollowedTopic(TopicName name, Home home) {
    this.name = name;
    this.home = home;
    this.replica = new TopicReplica(name, home.settings().limits());
    this.sweeper = new Sweeper(name, home);
    this.following = home.backplane().follow(name, new FeedListener());
    count();
  }

  TopicName name() {
    return name;
  }

  long bytes() {
    return bytes;
  }

  void lingerUntil(long nanos) {
    lingerUntilNanos = nanos;
  }

  long lingeringUntil() {
    return lingerUntilNanos;
  }

  /** Whether it has just grown a log that is worth dropping. */
  boolean becomesThick() {
    boolean becomes = !isThick && replica.log().logFootprint() >= MIN_THICK_BYTES;
    isThick |= becomes;
    return becomes;
  }

  /** Drops the log: a reader that returns with an earlier position gets a reset. */
  void thin() {
    isThick = false;
    if (!closed) {
      replica.log().dropLog();
      home.answers().forget(name);
      count();
    }
  }

  /** Ends the sessions of its subscribers, so that they reconnect. */
  void expel() {
    audience.forEach(members -> members.lane().expel(members));
  }

  /** Updates the number of bytes that the home counts. */
  private void count() {
    long before = bytes;
    TopicLog log = replica.log();
    bytes = FollowedRoom.topic(name) + log.stateFootprint() + log.logFootprint();
    if (bytes != before) {
      home.grown(this, bytes - before);
    }
  }

  /**
   * Updates the number of bytes after the topic has grown. Gives the topic up if even its state is
   * too large.
   */
  private void settle() {
    long before = bytes;
    count();
    if (bytes > before && home.isFarOver() && !closed) {
      thin();
      if (bytes > before && home.isFarOver()) {
        home.giveUp(this);
      }
    }
  }

  void attach(Members members) {
    audience = Few.with(audience, members);
  }

  /** Removes the members. Returns whether none are left. */
  boolean detach(Members members) {
    audience = Few.without(audience, members);
    return audience.isEmpty();
  }

  /**
   * Answers with the delta from the subscription's position, or keeps the question until the
   * replica is open.
   */
  void onQuestion(Question question) {
    if (waiting != null) {
      waiting.add(question);
      return;
    }
    if (home.backplane().outage().isPresent()) {
      mark(Freshness.STALE);
    }
    question.answer(
        home.answers().since(question.from(), question.format(), replica.log(), freshness));
  }

  /**
   * The delta from this position to the replica's head, with every event; empty until the replica
   * is open.
   */
  Optional<Delta> since(@Nullable Position from) {
    return isOpen() ? Optional.of(replica.log().completeSince(from)) : Optional.empty();
  }

  /** Sees to what is due before the next patrol. */
  void patrol() {
    sweeper.patrol();
  }

  void close() {
    closed = true;
    following.close();
    sweeper.close();
    home.answers().forget(name);
    asked++;
  }

  /** Passes what the backplane sends to the home's loop. */
  private final class FeedListener implements TopicListener {
    @Override
    public void onFollowing(Position head) {
      hear(() -> FollowedTopic.this.onFollowing(head));
    }

    @Override
    public void onAppended(Delta told) {
      long sinceNanos = home.loop().ticker().nanoTime();
      hear(() -> FollowedTopic.this.onAppended(told, sinceNanos));
    }

    /** Ignores news that arrive after the topic was closed: the replica is out of date then. */
    private void hear(Runnable news) {
      home.loop()
          .execute(() -> {
            if (!closed) {
              news.run();
            }
          });
    }
  }

  private boolean isOpen() {
    return waiting == null;
  }

  private void mark(Freshness mark) {
    if (mark != freshness) {
      freshness = mark;
      home.answers().forget(name);
    }
  }

  private void onFollowing(Position head) {
    if (replica.isBehind() || !replica.head().equals(head)) {
      catchUp();
    } else {
      confirm();
    }
  }

  private void onAppended(Delta told, long sinceNanos) {
    switch (replica.onAppended(told)) {
      case APPLIED -> {
        announce(told, sinceNanos);
        settle();
      }
      case CATCH_UP -> catchUp();
      case IGNORED -> {}
    }
  }

  /**
   * Asks the store. While an answer is awaited, the next question waits for it: the store may take
   * longer to answer than the time between two doubts, and each answer leads on.
   */
  private void catchUp() {
    if (asking) {
      doubted = true;
      return;
    }
    doubted = false;
    replica.interrupted();
    home.metrics().increment(Metric.REPLICA_CATCH_UPS);
    if (isOpen()) {
      askStore(home.backplane().since(name, replica.head()), this::onCaughtUp);
    } else {
      askStore(home.backplane().open(name), this::onOpened);
    }
  }

  private <T> void askStore(CompletionStage<T> answer, Consumer<T> onAnswer) {
    int question = ++asked;
    asking = true;
    answer.whenComplete((value, failure) ->
        home.loop()
            .execute(() -> {
              if (question != asked) {
                return;
              }
              asking = false;
              if (failure == null) {
                onAnswer.accept(value);
              } else {
                home.after(RETRY, () -> retry(question));
              }
            }));
  }

  private void retry(int question) {
    if (question == asked) {
      catchUp();
    }
  }

  private void onOpened(TopicLog stored) {
    Verdict verdict = replica.onOpened(stored);
    sweeper.onStateOf(stored);
    List<Question> first = Objects.requireNonNullElse(waiting, List.of());
    waiting = null;
    settle();
    if (closed) {
      return;
    }
    first.forEach(this::onQuestion);
    if (verdict == Verdict.CATCH_UP || doubted) {
      catchUp();
    }
  }

  private void onCaughtUp(Delta answer) {
    Position before = replica.head();
    Verdict verdict = replica.onCaughtUp(answer);
    if (!before.equals(replica.head())) {
      announce(replica.log().since(before));
    }
    settle();
    if (closed) {
      return;
    }
    if (verdict == Verdict.CATCH_UP || doubted) {
      catchUp();
    } else {
      confirm();
    }
  }

  /**
   * The replica equals the store. If answers were marked stale, an empty delta takes the mark back.
   */
  private void confirm() {
    if (freshness == Freshness.STALE) {
      announce(replica.log().since(replica.head()));
    }
  }

  private void announce(Delta delta) {
    announce(delta, home.loop().ticker().nanoTime());
  }

  private void announce(Delta delta, long sinceNanos) {
    home.answers().forget(name);
    freshness = Freshness.CURRENT;
    sweeper.onEvents(delta.events());
    if (audience.isEmpty()) {
      return;
    }
    if (delta.isReset() || Advance.isLarge(delta)) {
      audience.forEach(members -> members.lane().catchUp(members));
      return;
    }
    boolean isShared = audience.size() > 1;
    List<Advance> encoded = new ArrayList<>(1);
    for (Members members : audience) {
      Advance advance = advance(delta, members.format(), sinceNanos, encoded);
      members.lane().advance(members, advance, isShared);
    }
  }

  /** The advance in this format, encoded once for each format. There are few formats. */
  private static Advance advance(
      Delta delta, Format format, long sinceNanos, List<Advance> encoded) {
    for (Advance present : encoded) {
      if (present.format().equals(format)) {
        return present;
      }
    }
    Advance advance = Advance.of(delta, format, sinceNanos);
    encoded.add(advance);
    return advance;
  }
}
