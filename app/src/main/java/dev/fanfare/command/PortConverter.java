package dev.fanfare.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port, 0 to 65535. */
final class PortConverter implements ITypeConverter<Integer> {

  private static final int HIGHEST = 65_535;

  @Override
  public Integer convert(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= HIGHEST) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number out of range.
    }
    throw new TypeConversionException(
        "'%s' is not a port, expected 0 to %d".formatted(value, HIGHEST));
  }
}
