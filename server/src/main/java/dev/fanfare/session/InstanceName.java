package dev.fanfare.session;

import dev.fanfare.backplane.OperationIds;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of an instance that was given none. */
public final class InstanceName {
  private static final int SUFFIX_CHARS = 4;

  private InstanceName() {}

  /** The name of the host, and random letters: instances of one host have different names. */
  public static String generated(OperationIds ids) {
    return hostName() + "-" + ids.next().substring(0, SUFFIX_CHARS);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "instance";
    }
  }
}
