package dev.fanfare.metrics;

import java.util.Objects;

/** The version of this program. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** The version that the build wrote into the jar. */
  public static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "unpackaged");
  }
}
