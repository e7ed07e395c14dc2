package dev.fanfare.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.socket.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Reads what Linux says about processes. */
@EnabledOnOs(OS.LINUX)
final class MachineTest {
  @Test
  void the_process_that_listens_on_a_port_is_found() throws IOException {
    Endpoint server;
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server = Endpoint.of(URI.create("http://localhost:" + here.getLocalPort()));
      assertThat(Listeners.pid(server)).hasValue(ProcessHandle.current().pid());
    }
    assertThat(Listeners.pid(server)).isEmpty();
  }

  @Test
  void a_server_on_another_machine_has_no_process_here() {
    assertThat(Listeners.pid(Endpoint.of(URI.create("http://192.0.2.1:22")))).isEmpty();
  }

  @Test
  void only_sockets_that_listen_on_the_port_are_found() {
    String table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1FBB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0
           1: 0100007F:1FBB 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0
           2: 0100007F:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0
        """;
    assertThat(Listeners.inodes(table, 8123)).containsExactly("111");
  }

  @Test
  void usage_is_read_after_any_process_name() {
    String stat = "7 (a) b c) S 1 2 3 4 5 6 7 8 9 10 150 25 0 0";
    Usage usage = Usage.parse(stat, "Name:\tx\nVmRSS:\t    2048 kB\n");
    assertThat(usage).isEqualTo(new Usage(1.5, 0.25, 2 << 20));
  }

  @Test
  void idle_and_waiting_time_is_not_busy() {
    String stat = "cpu  100 20 300 9999 8888 4 5 6 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
    assertThat(Usage.machineSeconds(stat)).isEqualTo(4.35);
    assertThat(Usage.machineSeconds()).isPositive();
  }

  @Test
  void the_rest_of_the_cpu_time_belongs_to_other_programs() {
    Sample begin = new Sample(0, 0, 0, 1, 10, Map.of(7L, new Usage(2, 1, 0)));
    Sample end = new Sample(0, 0, 0, 1.5, 13, Map.of(7L, new Usage(3, 1, 0)));
    assertThat(end.otherCpuSecondsSince(begin)).isEqualTo(1.5);
  }

  @Test
  void the_usage_of_this_process_is_read() {
    assertThat(Usage.of(ProcessHandle.current().pid()))
        .hasValueSatisfying(usage -> {
          assertThat(usage.cpuSeconds()).isPositive();
          assertThat(usage.rssBytes()).isGreaterThan(10 << 20);
        });
    assertThat(Usage.of(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void more_sockets_than_open_files_are_refused() {
    OptionalLong limit =
        OpenFiles.limit("Max processes  9  9 processes\nMax open files   1024   4096   files\n");
    assertThat(limit).hasValue(1_024);
    OpenFiles.check(800, limit);
    OpenFiles.check(1_000_000, OptionalLong.empty());
    assertThatThrownBy(() -> OpenFiles.check(1_000, limit))
        .isInstanceOf(BenchException.class)
        .hasMessage(
            "1000 sockets need 1200 open files, this process may have 1024: raise the limit"
                + " (ulimit -n 1200), here and at the server");
  }
}
