package dev.fanfare;

import java.nio.file.Path;

/** The working tree, for the tests that hold documents and sources to something. */
public final class Repository {
  /** Tests run in the folder of their module. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Repository() {}
}
