package dev.fanfare.backplane.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which node owns which slot of a Redis Cluster, from what some of its nodes report. If they do not
 * agree (one was stopped, or cut off, while a replica took its place), the claim with the highest
 * epoch holds. This is the rule by which the nodes themselves come to agree.
 */
final class ClusterMap {
  /** The output of {@code CLUSTER NODES} of the node at this address. */
  record NodeView(HostPort node, String lines) {}

  private static final int FIRST_SLOT_FIELD = 8;

  private final @Nullable HostPort[] owners = new @Nullable HostPort[SlotHash.SLOT_COUNT];
  private final long[] epochs = new long[SlotHash.SLOT_COUNT];
  private final Set<HostPort> nodes = new LinkedHashSet<>();

  private ClusterMap() {}

  static ClusterMap of(Collection<NodeView> views) {
    ClusterMap map = new ClusterMap();
    Arrays.fill(map.epochs, -1);
    for (NodeView view : views) {
      view.lines().lines().forEach(line -> map.add(line.split(" "), view.node()));
    }
    return map;
  }

  /** The line of a node: id, address, flags, master, two times, epoch, link state, slots. */
  private void add(String[] fields, HostPort asked) {
    if (fields.length < FIRST_SLOT_FIELD || fields[2].matches(".*(noaddr|handshake).*")) {
      return;
    }
    HostPort node = address(fields[1], asked);
    nodes.add(node);
    if (!fields[2].contains("master")) {
      return;
    }
    long epoch = Long.parseLong(fields[6]);
    for (int i = FIRST_SLOT_FIELD; i < fields.length; i++) {
      if (!fields[i].startsWith("[")) { // a slot in migration
        claim(fields[i].split("-"), epoch, node);
      }
    }
  }

  /**
   * The form is {@code ip:port@busport,hostname}. A node that does not know its own address has no
   * ip. An IPv6 address has no brackets.
   */
  private static HostPort address(String text, HostPort asked) {
    String plain = text.split("[@,]", 2)[0];
    int colon = plain.lastIndexOf(':');
    int port = Integer.parseInt(plain.substring(colon + 1));
    return new HostPort(colon == 0 ? asked.host() : plain.substring(0, colon), port);
  }

  private void claim(String[] range, long epoch, HostPort node) {
    int last = Integer.parseInt(range[range.length - 1]);
    for (int slot = Integer.parseInt(range[0]); slot <= last; slot++) {
      if (epoch > epochs[slot]) {
        epochs[slot] = epoch;
        owners[slot] = node;
      }
    }
  }

  @Nullable HostPort owner(int slot) {
    return owners[slot];
  }

  /** The masters with slots. */
  Set<HostPort> masters() {
    Set<HostPort> masters = new LinkedHashSet<>();
    Arrays.stream(owners).filter(Objects::nonNull).forEach(masters::add);
    return masters;
  }

  /** All nodes that can be asked. */
  List<HostPort> nodes() {
    return new ArrayList<>(nodes);
  }

  /** The number of slots without an owner. */
  int orphans() {
    return (int) Arrays.stream(owners).filter(Objects::isNull).count();
  }

  boolean hasOwnersOf(ClusterMap other) {
    return Arrays.equals(owners, other.owners);
  }
}
