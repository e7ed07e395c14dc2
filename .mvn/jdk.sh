# Sourced by ./mvnw, ./fanfare and other scripts. Sets JAVA_HOME to an installed JDK 25 or newer.
# All use this one rule, so that the same JDK builds and runs Fanfare.

# A service of systemd has no HOME. Maven and the search below need one.
if [ -z "${HOME:-}" ]; then
  HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
  HOME=${HOME:-/}
  export HOME
fi

# Prints the major version of the JDK in a directory, or nothing if there is none (a JRE has no javac).
fanfare_jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

fanfare_find_jdk() {
  for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    major=$(fanfare_jdk_major "$jdk")
    if [ "${major:-0}" -ge 25 ]; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  echo "Fanfare needs JDK 25 or newer and found none. Install one, e.g. Temurin 25 (https://adoptium.net), or set JAVA_HOME to it." >&2
  return 1
}

fanfare_find_jdk || exit 1
