package dev.offhook.local.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads faults as they stand on a command line. */
final class FaultsReader {
  private static final String DELAY = "delay";
  private static final Pattern TIME = Pattern.compile("(\\d{1,5})(ms|s)");
  private static final Pattern RATE = Pattern.compile("[01]|[01]?\\.\\d{1,9}");

  private FaultsReader() {}

  static Faults read(String text) {
    if (text.strip().equals("none")) {
      return Faults.NONE;
    }
    Faults faults = Faults.NONE;
    Set<String> named = new HashSet<>();
    for (String part : text.split(",", -1)) {
      String[] nameAndValue = part.strip().split("=", 2);
      String name = nameAndValue[0].strip();
      String value = nameAndValue.length == 1 ? "" : nameAndValue[1].strip();
      if (!named.add(name)) {
        throw new IllegalArgumentException(name + " stands there twice");
      }
      faults = with(faults, name, value);
    }
    return faults;
  }

  private static Faults with(Faults faults, String name, String value) {
    if (name.equals(DELAY)) {
      return faults.withDelay(time(value));
    }
    Fault fault =
        Fault.named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no fault is called '" + name + "': there are " + names()));
    return faults.with(fault, rate(fault, value));
  }

  private static String names() {
    return Arrays.stream(Fault.values())
        .map(Fault::option)
        .collect(Collectors.joining(", ", DELAY + ", ", ""));
  }

  private static Duration time(String value) {
    Matcher matcher = TIME.matcher(value);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration time =
          matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
      if (time.compareTo(Faults.MAXIMUM_DELAY) <= 0) {
        return time;
      }
    }
    throw new IllegalArgumentException(
        "delay takes a time up to %d s, such as 200ms or 1s, not '%s'"
            .formatted(Faults.MAXIMUM_DELAY.toSeconds(), value));
  }

  private static double rate(Fault fault, String value) {
    if (RATE.matcher(value).matches() && Double.parseDouble(value) <= 1) {
      return Double.parseDouble(value);
    }
    throw new IllegalArgumentException(
        "%s takes a rate from 0 to 1, such as 0.02, not '%s'".formatted(fault.option(), value));
  }
}
