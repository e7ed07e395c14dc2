package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.redis.ClusterMap.NodeView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which node owns which slot, from views of nodes that do not always agree. */
final class ClusterMapTest {
  private static final HostPort A = new HostPort("10.0.0.1", 1);
  private static final HostPort B = new HostPort("10.0.0.2", 2);

  @Test
  void every_master_owns_the_slots_of_its_line_and_replicas_own_none() {
    ClusterMap map =
        of(
            """
            a1 10.0.0.1:1@101 myself,master - 0 0 7 connected 0-99 200
            b1 10.0.0.2:2@102,name master - 0 0 8 connected 100-199 [300->-a1]
            c1 10.0.0.3:3@103 slave a1 0 0 7 connected
            """);
    assertThat(map.owner(0)).isEqualTo(A);
    assertThat(map.owner(199)).isEqualTo(B);
    assertThat(map.owner(200)).isEqualTo(A);
    assertThat(map.owner(300)).isNull();
    assertThat(map.orphans()).isEqualTo(16_384 - 201);
    assertThat(map.masters()).containsExactly(A, B);
    assertThat(map.nodes()).contains(new HostPort("10.0.0.3", 3)).hasSize(3);
  }

  @Test
  void the_claim_with_the_highest_epoch_holds_in_any_order_of_views() {
    NodeView stale = view("a1 10.0.0.1:1@101 myself,master - 0 0 7 connected 0-16383");
    NodeView current =
        view(
            """
            a1 10.0.0.1:1@101 master,fail - 0 0 7 connected
            b1 10.0.0.2:2@102 myself,master - 0 0 9 connected 0-16383
            """);
    for (List<NodeView> views : List.of(List.of(stale, current), List.of(current, stale))) {
      assertThat(ClusterMap.of(views).masters()).containsExactly(B);
    }
    assertThat(ClusterMap.of(List.of(stale)).hasOwnersOf(ClusterMap.of(List.of(current))))
        .isFalse();
  }

  @Test
  void a_node_that_does_not_know_its_address_has_the_one_at_which_it_was_asked() {
    assertThat(of("a1 :7@107 myself,master - 0 0 1 connected 5").owner(5))
        .isEqualTo(new HostPort("asked", 7));
  }

  @Test
  void an_ipv6_address_keeps_its_colons() {
    assertThat(of("a1 ::1:7@107 myself,master - 0 0 1 connected 5").owner(5))
        .isEqualTo(new HostPort("::1", 7));
  }

  @Test
  void a_node_without_an_address_or_not_yet_known_owns_nothing() {
    ClusterMap map =
        of(
            """
            a1 10.0.0.1:1@101 master,noaddr - 0 0 7 connected 0-99
            b1 10.0.0.2:2@102 handshake - 0 0 0 connected
            """);
    assertThat(map.masters()).isEmpty();
    assertThat(map.nodes()).isEmpty();
  }

  private static ClusterMap of(String lines) {
    return ClusterMap.of(List.of(view(lines)));
  }

  private static NodeView view(String lines) {
    return new NodeView(new HostPort("asked", 9), lines);
  }
}
