package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.TopicView;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket with one subscription, and what was read from it. */
final class Browser {
  final EmbeddedChannel channel;
  private final Outlet outlet;
  private final Lane lane;
  private final TopicName topic;
  private final TestFormat format;
  private final Chronicle chronicle;
  private final TopicView view = new TopicView();
  private final List<Event> parts = new ArrayList<>();
  private @Nullable Subscription subscription;

  /** Used only with a {@link PairChannel}. */
  private boolean reads = true;

  Browser(
      Lane lane, TopicName topic, EmbeddedChannel channel, TestFormat format, Chronicle chronicle) {
    this.format = format;
    this.chronicle = chronicle;
    this.lane = lane;
    this.topic = topic;
    this.channel = channel;
    this.outlet = outlet(channel, format);
  }

  static Outlet outlet(EmbeddedChannel channel) {
    return outlet(channel, TestFormat.PREFIXED);
  }

  private static Outlet outlet(EmbeddedChannel channel, Format format) {
    channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
    return new Outlet(channel.pipeline().lastContext(), format);
  }

  /** Whether it may subscribe to its topic. */
  boolean mayFollow() {
    return lane.mayFollow(topic, outlet);
  }

  TopicName topic() {
    return topic;
  }

  TopicView view() {
    return view;
  }

  boolean isSubscribed() {
    return subscription != null;
  }

  /** Subscribes from the view's position, or moves the subscription there. */
  void subscribe() {
    reads = true;
    read();
    subscribe(view.position() == null ? null : Position.parse(view.position()));
  }

  void subscribe(@Nullable Position from) {
    reads = true;
    read();
    if (subscription == null) {
      subscription = lane.subscribe(outlet, topic, from);
    } else {
      lane.move(subscription, from);
    }
  }

  void unsubscribe() {
    reads = true;
    read();
    if (subscription != null) {
      lane.unsubscribe(subscription);
      subscription = null;
    }
  }

  /** Sends it frames that are not a delta. */
  void ping() {
    outlet.send(format.ping());
  }

  /** Makes the socket full, at once or when nobody reads it; or lets it take more again. */
  void full(boolean isFull) {
    reads = !isFull;
    if (!(channel instanceof PairChannel)) {
      channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !isFull);
    }
    checkWritable();
  }

  private void checkWritable() {
    if (channel.isWritable() && subscription != null) {
      outlet.deliver();
      lane.writable(subscription);
    }
  }

  /** Reads what has arrived; every delta must fit the view. */
  List<JsonObject> read() {
    List<JsonObject> deltas = new ArrayList<>();
    for (byte[] bytes : writes()) {
      for (String message : format.deltas(bytes)) {
        JsonObject delta = JsonObject.parse(message);
        view.apply(delta);
        chronicle.take(EventReader.readDelta(message), delta.has("more"), parts);
        deltas.add(delta);
      }
    }
    assertThat(subscription != null || deltas.isEmpty()).as("only if subscribed").isTrue();
    return deltas;
  }

  /** The memory of the next written buffer, for comparing identities. */
  ByteBuf memory() {
    ByteBuf memory = channel.readOutbound();
    memory.release();
    while (memory.unwrap() != null) {
      memory = memory.unwrap();
    }
    return memory;
  }

  /** The written buffers, one array for each write. */
  List<byte[]> writes() {
    List<byte[]> writes = new ArrayList<>();
    if (channel instanceof PairChannel pair) {
      if (reads) {
        writes.add(pair.drain());
        checkWritable();
      }
      return writes;
    }
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      writes.add(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
    return writes;
  }

  /** Closes it, after dropping what nobody has read. */
  void close() {
    reads = true;
    writes();
    channel.finishAndReleaseAll();
  }
}
