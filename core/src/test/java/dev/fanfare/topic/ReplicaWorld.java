package dev.fanfare.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store, a replica of it, readers of the replica, and the messages between them, which can be
 * lost, come twice or come late.
 *
 * <p>The rules of this world: on one connection deltas come in order; after a reconnect those of
 * the old connection may still come, unless the store has lost them; an answer is read after the
 * question and comes at any time.
 */
final class ReplicaWorld {
  /** What happens to the answers to earlier questions. */
  enum Answers {
    /** They are thrown away. */
    LATEST_ONLY,
    /** They all come, in the order of the questions. */
    IN_ORDER,
    /** They all come, the latest first. */
    BACKWARDS
  }

  /** One thing that can happen. */
  sealed interface Step {
    record Publish(List<Draft> drafts, Duration later) implements Step {}

    /** The next delta of the connection arrives; twice if {@code again}. */
    record Tell(boolean again) implements Step {}

    record Lose() implements Step {}

    /** A delta of an earlier connection arrives late. */
    record TellLate(int which) implements Step {}

    /** The store answers the next question; the answer is on its way. */
    record Read() implements Step {}

    record Answer() implements Step {}

    record Reconnect() implements Step {}

    record Fork(int keptPercent, int logged) implements Step {}

    record Look(int reader) implements Step {}
  }

  private static final class Question {
    final Position from;
    final boolean opening;
    @Nullable Function<TopicReplica, TopicReplica.Verdict> answer;

    Question(Position from, boolean opening) {
      this.from = from;
      this.opening = opening;
    }

    boolean isUnread() {
      return answer == null;
    }

    /** The store's answer at the first call, ready to be given to the replica. */
    Function<TopicReplica, TopicReplica.Verdict> readFrom(StoreModel store) {
      if (answer == null) {
        TopicLog opened = store.log().copy();
        Delta delta = opened.completeSince(from);
        answer = opening ? it -> it.onOpened(opened) : it -> it.onCaughtUp(delta);
      }
      return answer;
    }
  }

  private final StoreModel store;
  private final TopicReplica replica;
  private final Answers answers;
  private final boolean opening;
  private final Deque<Delta> wire = new ArrayDeque<>();
  private final List<Delta> late = new ArrayList<>();
  private final Deque<Question> questions = new ArrayDeque<>();
  private final List<Reader> readers = List.of(new Reader(), new Reader(), new Reader());
  private int asked;
  private int reasonsToAsk;
  private boolean forked;

  /** Something was lost, and the replica cannot know it before another delta or a reconnect. */
  private boolean inDoubt;

  ReplicaWorld(TopicLimits limits, Answers answers, boolean opening) {
    this.store = new StoreModel(limits);
    this.replica = new TopicReplica(Examples.TOPIC, limits);
    this.answers = answers;
    this.opening = opening;
    reasonsToAsk++;
    ask();
  }

  void happen(Step step) {
    switch (step) {
      case Step.Publish publish -> wire.add(store.publish(publish.drafts(), publish.later()));
      case Step.Tell tell -> tellNext(tell.again());
      case Step.Lose _ -> inDoubt |= wire.poll() != null;
      case Step.TellLate tell -> tellLate(tell.which());
      case Step.Read _ -> readNext();
      case Step.Answer _ -> answerNext();
      case Step.Reconnect _ -> reconnect();
      case Step.Fork fork -> fork(fork);
      case Step.Look look -> look(readers.get(look.reader()));
    }
    replicaShowsWhatTheStoreHasHad();
  }

  /** Lets all messages arrive; if something was lost, a reconnect or one more delta shows it. */
  void settle(boolean byReconnect) {
    drain();
    if (inDoubt) {
      if (byReconnect) {
        reconnect();
      } else {
        wire.add(store.publish(List.of(new Draft.Gone(null, new Key("a"))), Duration.ZERO));
      }
      drain();
    }
    assertThat(replica.isBehind()).as("behind when all has arrived").isFalse();
    assertThat(replica.head()).isEqualTo(store.head());
    assertThat(Views.of(replica.log().state())).isEqualTo(store.stateAt(store.head()));
    for (Reader reader : readers) {
      look(reader);
      assertThat(reader.position()).isEqualTo(store.head());
    }
    assertThat(asked).as("questions").isLessThanOrEqualTo(reasonsToAsk);
  }

  private void drain() {
    int messages = 0;
    while (!wire.isEmpty() || !late.isEmpty() || !questions.isEmpty()) {
      if (!wire.isEmpty()) {
        tellNext(false);
      } else if (!late.isEmpty()) {
        tellLate(0);
      } else {
        answerNext();
      }
      replicaShowsWhatTheStoreHasHad();
      assertThat(messages++).as("messages until it is quiet").isLessThan(1_000);
    }
  }

  private void tellNext(boolean again) {
    Delta told = wire.poll();
    if (told != null) {
      tell(told);
      if (again) {
        tell(told);
      }
    }
  }

  private void tellLate(int which) {
    if (!late.isEmpty()) {
      tell(late.remove(which % late.size()));
    }
  }

  private void tell(Delta told) {
    reasonsToAsk++;
    TopicReplica.Verdict verdict = replica.onAppended(told);
    if (verdict == TopicReplica.Verdict.APPLIED) {
      Reader live = readers.getFirst();
      if (live.receive(told.conflated(), false) == Reader.Verdict.APPLIED) {
        nothingIsLeftOut(told.conflated());
        readerShowsWhatTheStoreHasHad(live);
      }
    }
    follow(verdict);
  }

  private void readNext() {
    questions.stream()
        .filter(Question::isUnread)
        .findFirst()
        .ifPresent(question -> question.readFrom(store));
  }

  private void answerNext() {
    Question question = answers == Answers.BACKWARDS ? questions.pollLast() : questions.pollFirst();
    if (question != null) {
      if (answers != Answers.LATEST_ONLY) {
        reasonsToAsk++;
      }
      follow(question.readFrom(store).apply(replica));
    }
  }

  private void follow(TopicReplica.Verdict verdict) {
    if (verdict == TopicReplica.Verdict.CATCH_UP) {
      ask();
    }
  }

  private void ask() {
    assertThat(replica.isBehind()).isTrue();
    if (answers == Answers.LATEST_ONLY) {
      questions.clear();
    }
    questions.add(new Question(replica.head(), opening && asked == 0));
    asked++;
  }

  private void reconnect() {
    if (!forked) {
      late.addAll(wire);
    }
    wire.clear();
    forked = false;
    inDoubt = false;
    replica.interrupted();
    reasonsToAsk++;
    ask();
  }

  private void fork(Step.Fork fork) {
    store.fork(store.line().size() * fork.keptPercent() / 100, fork.logged());
    late.clear();
    forked = true;
    inDoubt = true;
  }

  private void look(Reader reader) {
    Delta delta = replica.log().since(reader.position());
    assertThat(reader.receive(delta, false)).isEqualTo(Reader.Verdict.APPLIED);
    assertThat(reader.position()).isEqualTo(replica.head());
    nothingIsLeftOut(delta);
    readerShowsWhatTheStoreHasHad(reader);
  }

  /** A delta that is no reset has every event, conflated. */
  private void nothingIsLeftOut(Delta delta) {
    if (delta.from() != null) {
      List<Event> all = store.between(delta.from(), delta.to());
      assertThat(delta.events())
          .as("what leads from %s to %s", delta.from(), delta.to())
          .isEqualTo(new Delta(delta.topic(), delta.from(), delta.to(), all).conflated().events());
    }
  }

  private void replicaShowsWhatTheStoreHasHad() {
    assertThat(Views.of(replica.log().state()))
        .as("the replica at %s", replica.head())
        .isEqualTo(store.stateAt(replica.head()));
  }

  private void readerShowsWhatTheStoreHasHad(Reader reader) {
    Position position = reader.position();
    Map<Key, Event.State> had = position == null ? Map.of() : store.stateAt(position);
    assertThat(reader.view()).as("a reader at %s", position).isEqualTo(had);
  }
}
