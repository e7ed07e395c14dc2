package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.TopicListener;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one topic. {@link HeadRule} decides what they receive; {@link Whereabouts} says
 * on which connection Redis sends it.
 *
 * <p>The lock guards the rule, and is held while the listeners are called: each listener receives
 * one thing at a time, in order. A thread that holds another lock never takes this one.
 */
final class TopicFeed {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);

  /** One listener, and whether it has received its first head. */
  static final class ListenerEntry {
    final TopicListener listener;
    boolean following;

    ListenerEntry(TopicListener listener) {
      this.listener = listener;
    }
  }

  private final List<ListenerEntry> listeners = new CopyOnWriteArrayList<>();
  private final Whereabouts whereabouts = new Whereabouts();
  private final HeadRule rule = new HeadRule();

  /** For the keeper's thread alone. */
  Whereabouts whereabouts() {
    return whereabouts;
  }

  void add(ListenerEntry entry) {
    listeners.add(entry);
  }

  /** Removes the listener. Returns whether none is left. */
  boolean remove(ListenerEntry entry) {
    listeners.remove(entry);
    return listeners.isEmpty();
  }

  /** A message may have been lost: all listeners receive the next head, whatever it is. */
  synchronized void doubt() {
    rule.doubt();
  }

  synchronized boolean isInDoubt() {
    return rule.isInDoubt();
  }

  synchronized HeadRule.Asked ask() {
    return rule.ask();
  }

  /**
   * The head of the store was read.
   *
   * @return whether Redis has stopped sending messages
   */
  synchronized boolean onHead(HeadRule.Asked asked, Position stored) {
    HeadRule.HeadDecision decision = rule.onAnswer(asked, stored);
    if (decision != HeadRule.HeadDecision.WAIT) {
      Position head = rule.head();
      listeners.forEach(entry -> follow(entry, head));
    }
    return decision == HeadRule.HeadDecision.TELL_AND_RENEW;
  }

  synchronized void onAppended(Delta delta) {
    rule.onMessage(delta.to());
    for (ListenerEntry entry : listeners) {
      if (entry.following) {
        call(entry, listener -> listener.onAppended(delta));
      }
    }
  }

  private static void follow(ListenerEntry entry, Position head) {
    entry.following = true;
    call(entry, listener -> listener.onFollowing(head));
  }

  /** A listener that fails must not keep the others from receiving. */
  private static void call(ListenerEntry entry, Consumer<TopicListener> news) {
    try {
      news.accept(entry.listener);
    } catch (RuntimeException e) {
      LOG.error("a message of Redis could not be passed on because of a bug", e);
    }
  }
}
