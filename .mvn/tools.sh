# Read by mvnw and releng/ringside: finds the tools that they need, or installs them through apt where it may, or says in one
# line what is missing. Set RINGSIDE_INSTALL=no to forbid installing.

need_java=25
maven_version=3.9.16

# say MESSAGE
say() { echo "ringside: $*" >&2; }

# have COMMAND
have() { command -v "$1" >/dev/null 2>&1; }

# Prefixes a command with what makes it root, or fails.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

# apt_install PACKAGE...: one after the other, so that one unknown name does not spoil the others; fails if any is missing then
apt_install() {
  [ "${RINGSIDE_INSTALL-}" != no ] && have apt-get && as_root true 2>/dev/null || return 1
  if [ -z "${apt_updated-}" ]; then
    say "installing $* (apt)"
    as_root apt-get -qq -o DPkg::Lock::Timeout=120 update >/dev/null 2>&1 || :
    apt_updated=1
  fi
  apt_failed=
  for package in "$@"; do
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 \
      install "$package" >/dev/null 2>&1 </dev/null || apt_failed="$apt_failed $package"
  done
  [ -z "$apt_failed" ]
}

# jdk_ok HOME
jdk_ok() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] || return 1
  v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ -n "$v" ] || v=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${v:-0}" -ge "$need_java" ]
}

find_jdk() {
  on_path=
  have javac && on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  for candidate in "${JAVA_HOME-}" "${JAVA_HOME_25_X64-}" "$on_path" /usr/lib/jvm/* /opt/java/* "${HOME-}"/.jdks/* \
      "${HOME-}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if jdk_ok "$candidate"; then
      JAVA_HOME=$candidate
      return
    fi
  done
  return 1
}

# Sets JAVA_HOME. Tycho needs Java 21 for Maven itself and the bundles need JavaSE-25: one JDK serves for both.
select_jdk() {
  find_jdk || { apt_install openjdk-25-jdk-headless && find_jdk; } || { apt_install temurin-25-jdk && find_jdk; } || {
    say "no JDK $need_java or newer found: install one (Debian: openjdk-25-jdk), or name it in JAVA_HOME"
    exit 69
  }
  export JAVA_HOME
}

# The repository that this person's Maven is told to use, if any: MVNW_REPOURL (as for Maven's own wrapper), or the first mirror
# of the central repository in a settings file.
maven_repository() {
  if [ -n "${MVNW_REPOURL-}" ]; then
    echo "${MVNW_REPOURL%/}"
    return
  fi
  for settings in "${HOME-}/.m2/settings.xml" /etc/maven/settings.xml; do
    [ -r "$settings" ] || continue
    url=$(tr '\n' ' ' < "$settings" | sed 's/<!--/\n<!--/g; s/-->/-->\n/g' | sed '/^<!--/d' | tr '\n' ' ' \
      | sed 's/<mirror>/\n<mirror>/g' | grep '^<mirror>' | grep -E '<mirrorOf> *(\*|central|external:\*)[^:<]*</mirrorOf>' \
      | sed -n 's/.*<url> *\([^< ]*\) *<.*/\1/p' | head -n 1)
    [ -z "$url" ] || { echo "${url%/}"; return; }
  done
  return 1
}

# fetch URL FILE
fetch() {
  if have curl; then curl -fsSL --retry 2 -o "$2" "$1"; elif have wget; then wget -q -O "$2" "$1"; else return 1; fi
}

# Unpacks Maven into $1/apache-maven-VERSION through any Maven on the path.
maven_through_maven() {
  have mvn || return 1
  (cd "$1" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    -Dartifact=org.apache.maven:apache-maven:$maven_version:zip:bin -DoutputDirectory="$1" >"$1/log" 2>&1)
}

# The same from the repository that the settings name.
maven_through_settings() {
  repository=$(maven_repository) || return 1
  fetch "$repository/org/apache/maven/apache-maven/$maven_version/apache-maven-$maven_version-bin.zip" "$1/maven.zip" 2>/dev/null \
    && (cd "$1" && "$JAVA_HOME/bin/jar" xf maven.zip)
}

# Sets maven to the program of the one version that this build is known to work with; it is fetched once, into ~/.m2/wrapper.
select_maven() {
  store=${MAVEN_USER_HOME:-${HOME:?HOME is not set}/.m2}/wrapper
  maven=$store/apache-maven-$maven_version/bin/mvn
  [ ! -x "$maven" ] || return 0
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  maven_through_maven "$scratch" || maven_through_settings "$scratch" \
    || { ! have mvn && apt_install maven && maven_through_maven "$scratch"; } || {
      say "Maven $maven_version could not be fetched: install any Maven (it fetches this version), or name a repository in MVNW_REPOURL"
      exit 69
    }
  chmod +x "$scratch/apache-maven-$maven_version/bin/mvn"
  mkdir -p "$store"
  # another build may have been faster
  mv "$scratch/apache-maven-$maven_version" "$store" 2>/dev/null || [ -x "$maven" ]
  rm -rf "$scratch"
  trap - EXIT
}

# The settings of the machine's own Maven, which the fetched one would not read.
maven_settings() {
  [ ! -r /etc/maven/settings.xml ] || echo "-gs /etc/maven/settings.xml"
}

# Installs what the tests use beyond Java; what stays missing is named in one line, and the tests that need it are skipped.
select_test_tools() {
  [ "$(uname)" = Linux ] || return 0
  packages=
  if [ -z "${DISPLAY-}" ]; then
    have xvfb-run || packages="$packages xvfb"
    have xauth || packages="$packages xauth"
  fi
  { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q 'libgtk-3\.so\.0' || packages="$packages libgtk-3-0"
  have qemu-system-riscv64 || packages="$packages qemu-system-misc"
  have gdb-multiarch || packages="$packages gdb-multiarch"
  have riscv64-linux-gnu-as || packages="$packages binutils-riscv64-linux-gnu"
  [ -n "$packages" ] || return 0
  # shellcheck disable=SC2086
  apt_install $packages || say "missing${apt_failed:-$packages}: the tests that need them are skipped"
}

# Fetches the guests that tests boot, once for all builds of this person; the script says in one line why it cannot.
select_guests() {
  [ "${RINGSIDE_INSTALL-}" != no ] || { say "RINGSIDE_INSTALL=no: tests that boot Linux are skipped, unless releng/guests/debian-riscv64 was run"; return 0; }
  "$here/releng/guests/debian-riscv64" || say "the tests that boot Linux are skipped"
}
