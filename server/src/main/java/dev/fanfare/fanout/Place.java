package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;

/**
 * Where a socket is in a topic: all there is to know of it on another loop.
 *
 * @param position what it has been sent last
 */
public record Place(TopicName topic, Position position) {}
