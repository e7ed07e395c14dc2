package dev.fanfare.api;

import java.util.List;

/** Recognizes paths in which somebody has written a name with a slash without escaping it. Pure. */
final class UnescapedSlash {
  private static final String EVENTS = "/events";

  /** The calls that have a name in their path, and what follows the name. */
  private record Template(String before, String after) {}

  private static final List<Template> TEMPLATES =
      List.of(
          new Template("/v1/topics/", EVENTS),
          new Template("/v1/topics/", ""),
          new Template("/poc/replay_event_data/", ""));

  private UnescapedSlash() {}

  /** What to write instead; empty if the path has no such name. */
  static String hint(String path) {
    for (Template call : TEMPLATES) {
      if (path.startsWith(call.before)
          && path.endsWith(call.after)
          && path.length() > call.before.length() + call.after.length()) {
        int end = path.length() - call.after.length();
        String name = path.substring(call.before.length(), end);
        if (name.contains("/")) {
          return "; write a / in a name as %2F: "
              + call.before
              + name.replace("/", "%2F")
              + call.after;
        }
      }
    }
    return "";
  }
}
