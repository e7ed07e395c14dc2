package dev.fanfare.client;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import java.util.List;
import java.util.Map;

/**
 * What a follower of a topic receives: first the view, then every change.
 *
 * @param view the topic's state after the events, in the order of its positions; immutable
 * @param events the events in order; after a reset, the whole state
 * @param reset the view was replaced: keys that are not in it are gone
 * @param missed a reset that was not the first: notices may have been missed, so whatever they were
 *     about may be stale
 * @param stale the server cannot reach its store: the view may be out of date, until a change that
 *     is not stale; that one may have no events
 */
public record Change(
    TopicName topic,
    Map<Key, Event.State> view,
    List<Event> events,
    boolean reset,
    boolean missed,
    boolean stale) {}
