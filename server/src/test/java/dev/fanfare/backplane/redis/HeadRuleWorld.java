package dev.fanfare.backplane.redis;

import dev.fanfare.topic.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A store, the messages in progress, the questions for its head, and the listeners that receive
 * what {@link HeadRule} decides.
 *
 * <p>At each answer it checks three rules. A doubt ends only with an answer to a later question. A
 * new connection is wanted at the second answer that is ahead with no message between them. While
 * nothing was lost, the listeners have everything but the messages in progress, and no new
 * connection is wanted unless a message is late.
 */
final class HeadRuleWorld {
  enum Step {
    /** An event is stored; its message is in progress. */
    APPEND,
    /** The first message in progress arrives. */
    ARRIVE,
    /** The first message in progress is lost, and nobody notices. */
    LOSE,
    /** The connection breaks: the messages in progress are lost, the rule has a doubt. */
    BREAK,
    /** The store loses its last event, and nobody notices. */
    FORGET,
    /** The head is asked for. */
    ASK,
    /** The store reads its head for the first question that waits for it. */
    READ,
    /** The first answer arrives. */
    ANSWER,
    /** The head is asked for, and nothing happens until the answer has arrived. */
    PROBE
  }

  private record Message(Position from, Position to) {}

  private record Answer(HeadRule.Asked asked, Position stored) {}

  private final HeadRule rule = new HeadRule();
  private final Deque<Position> log = new ArrayDeque<>(List.of(new Position(1, "first")));
  private final Deque<Message> underWay = new ArrayDeque<>();
  private final Deque<HeadRule.Asked> questions = new ArrayDeque<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> broken = new ArrayList<>();
  private Position told = Position.START;
  private boolean lost;

  /** Whether an answer was ahead and had to wait, and no message has arrived since. */
  private boolean waits;

  private long doubts = 1;
  private int ids;

  /** Whether the step was possible. */
  boolean happen(Step step) {
    return switch (step) {
      case APPEND -> append();
      case ARRIVE -> arrive();
      case LOSE -> lose();
      case BREAK -> breakConnection();
      case FORGET -> forget();
      case ASK -> questions.add(rule.ask());
      case READ -> !questions.isEmpty() && answers.add(new Answer(questions.poll(), stored()));
      case ANSWER -> answer();
      case PROBE -> probe();
    };
  }

  /** Everything in progress arrives; then the head is asked for twice. */
  void settle() {
    while (happen(Step.ARRIVE) || happen(Step.READ) || happen(Step.ANSWER)) {
      // until nothing is left
    }
    probe();
    probe();
  }

  HeadRule rule() {
    return rule;
  }

  Position stored() {
    return log.isEmpty() ? Position.START : log.getLast();
  }

  /** The head or message that the listeners have received last. */
  Position told() {
    return told;
  }

  /** The broken rules. */
  List<String> broken() {
    return broken;
  }

  private boolean append() {
    Position from = stored();
    Position to = from.next("id" + ids++);
    log.add(to);
    return underWay.add(new Message(from, to));
  }

  private boolean arrive() {
    Message message = underWay.poll();
    if (message == null) {
      return false;
    }
    rule.onMessage(message.to());
    waits = false;
    told = message.to();
    return true;
  }

  private boolean lose() {
    lost = true;
    return underWay.poll() != null;
  }

  private boolean breakConnection() {
    underWay.clear();
    doubts++;
    rule.doubt();
    return true;
  }

  private boolean forget() {
    lost = true;
    return log.pollLast() != null;
  }

  private boolean answer() {
    Answer answer = answers.poll();
    if (answer == null) {
      return false;
    }
    receive(answer);
    return true;
  }

  /** Answers arrive in the order of the questions: a probe cannot overtake one in progress. */
  private boolean probe() {
    if (!questions.isEmpty() || !answers.isEmpty()) {
      return false;
    }
    receive(new Answer(rule.ask(), stored()));
    return true;
  }

  private void receive(Answer answer) {
    boolean wasInDoubt = rule.isInDoubt();
    HeadRule.HeadDecision decision = rule.onAnswer(answer.asked(), answer.stored());
    if (decision != HeadRule.HeadDecision.WAIT) {
      told = rule.head();
    }
    check(wasInDoubt, answer, decision);
    waits = decision == HeadRule.HeadDecision.WAIT;
  }

  private void check(boolean wasInDoubt, Answer answer, HeadRule.HeadDecision decision) {
    boolean isLater = answer.asked().doubts() == doubts;
    if (wasInDoubt && rule.isInDoubt() == isLater) {
      broken.add("in doubt: " + rule.isInDoubt() + " after " + answer);
    }
    if (waits && decision == HeadRule.HeadDecision.WAIT) {
      broken.add("waits again, though no message arrived");
    }
    if (decision == HeadRule.HeadDecision.TELL_AND_RENEW && !waits) {
      broken.add("a new connection, though no answer waited");
    }
    if (lost || rule.isInDoubt()) {
      return;
    }
    Position next = underWay.isEmpty() ? stored() : underWay.peek().from();
    if (told.seq() < next.seq()) {
      broken.add("a gap from " + told + " to " + next);
    }
    if (decision == HeadRule.HeadDecision.TELL_AND_RENEW && underWay.isEmpty()) {
      broken.add("a new connection, though every message arrived");
    }
  }
}
