package dev.fanfare.fanout;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.TopicReplica;
import dev.fanfare.topic.TopicReplica.Verdict;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One topic that is followed here: its replica, kept true by what the backplane tells, and the lanes
 * that are told in turn. The replica decides; this is the thin shell that asks, waits and passes on.
 * Everything runs on the home's loop.
 */
final class FollowedTopic {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final TopicName name;
  private final EventExecutor loop;
  private final Backplane backplane;
  private final HubSettings settings;
  private final Consumer<FollowedTopic> onDropped;
  private final Metrics metrics;

  private final TopicReplica replica;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<Optional<Position>, Advance> encoded = new HashMap<>();
  private final List<Question> waiting = new ArrayList<>();
  private final Sweeper sweeper;
  private @Nullable Following following;
  private @Nullable Future<?> lingering;
  private boolean opened;
  private int question;
}
