#!/usr/bin/env bats
# The launcher with a java and a Maven that only say what they were asked.

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir -p checkout/src bin
  cp "$BATS_TEST_DIRNAME/../../drillmaster" checkout/
  touch checkout/pom.xml checkout/src/Main.java
  cat >bin/java <<'SCRIPT'
#!/bin/sh
case "$1" in -version) echo 'openjdk version "17.0.15" 2025-04-15' >&2 ;; *) echo "java in $PWD: $*" ;; esac
SCRIPT
  cat >bin/mvn <<SCRIPT
#!/bin/sh
[ "\$1" != -v ] || { echo 'Apache Maven 3.8.7' && exit 0; }
echo "\$*" >>"$BATS_TEST_TMPDIR/mvn.calls"
[ ! -e "$BATS_TEST_TMPDIR/fails" ] || { echo "[ERROR] no such symbol" && exit 1; }
mkdir -p target/classes
for word in "\$@"; do case "\$word" in -Dmdep.outputFile=*) printf %s "$BATS_TEST_TMPDIR/bin/mvn:/x.jar" >"\${word#*=}" ;; esac; done
SCRIPT
  cp bin/java bin/javac
  chmod +x bin/*
  for program in bash sh sed head grep tail cat mkdir mktemp mv rm find dirname readlink env; do
    ln -s "$(command -v "$program")" "bin/$program"
  done
  unset JAVA_HOME DRILLMASTER_JAVA_OPTS
}

launch() { PATH="$BATS_TEST_TMPDIR/bin" run "${LAUNCHER:-$BATS_TEST_TMPDIR/checkout/drillmaster}" "$@"; }
builds() { if [ -f mvn.calls ]; then wc -l <mvn.calls; else echo 0; fi; }
later() { touch -d '+2 seconds' "$1"; }

@test "no command is a usage error, help is not" {
  launch
  [ "$status" -eq 64 ]
  launch explode
  [ "$status" -eq 64 ]
  [[ "$output" == *"Unknown command."* ]]
  launch --help
  [ "$status" -eq 0 ]
  [[ "$output" == usage:* ]]
}

@test "the demo runs with the test class path, the daemon with the runtime class path" {
  launch demo --fault x
  [ "$status" -eq 0 ]
  [[ "$output" == *"target/test-classes"*" io.drillmaster.lab.Demo --fault x" ]]
  launch run --config c.yaml
  [[ "$output" == *" io.drillmaster.Drillmaster run --config c.yaml" ]]
  [[ "$output" != *test-classes* ]]
  grep -q includeScope=runtime mvn.calls
}

@test "nothing is built when no source has changed, and only once when one has" {
  launch run
  launch run
  [ "$(builds)" -eq 1 ]
  later checkout/src/Main.java
  sleep 0.1
  launch run
  [ "$(builds)" -eq 2 ]
  [[ "$(tail -n 1 mvn.calls)" == *--offline* ]]
}

@test "a class path whose jars are gone is made anew" {
  launch run
  sed -i 's|^[^:]*|/gone.jar|' checkout/target/launcher/runtime.classpath
  launch run
  [ "$(builds)" -eq 2 ]
}

@test "it works from any directory and through symbolic links, and the daemon keeps the caller's directory" {
  mkdir elsewhere
  ln -s ../checkout/drillmaster elsewhere/one
  ln -s one elsewhere/two
  cd elsewhere
  LAUNCHER=./two launch run
  [ "$status" -eq 0 ]
  [[ "$output" == *"java in $BATS_TEST_TMPDIR/elsewhere:"*"$BATS_TEST_TMPDIR/checkout/target/classes"* ]]
}

@test "beside a prebuilt lib no build is made" {
  mkdir -p installation/lib
  cp checkout/drillmaster installation/
  rm bin/mvn bin/javac
  LAUNCHER=$BATS_TEST_TMPDIR/installation/drillmaster launch run
  [ "$status" -eq 0 ]
  [[ "$output" == *"-cp $BATS_TEST_TMPDIR/installation/lib/* io.drillmaster.Drillmaster run" ]]
  LAUNCHER=$BATS_TEST_TMPDIR/installation/drillmaster launch demo
  [ "$status" -eq 2 ]
  [[ "$output" == *"needs the sources"* ]]
}

@test "java that is missing or too old is told in words" {
  sed -i 's/17\.0\.15/11.0.2/' bin/java
  launch run
  [ "$status" -eq 2 ]
  [[ "$output" == *"is version 11"*next* ]]
  sed -i 's/11\.0\.2/1.8.0_292/' bin/java
  launch run
  [[ "$output" == *"is version 1."* ]]
  rm bin/java
  launch run
  [ "$status" -eq 2 ]
  [[ "$output" == *"Java 17 or newer is needed, and java was not found."*next* ]]
  JAVA_HOME=/nowhere launch run
  [[ "$output" == *"/nowhere/bin/java was not found"* ]]
}

@test "Maven or a compiler that is missing is told in words" {
  rm bin/javac
  launch run
  [ "$status" -eq 2 ]
  [[ "$output" == *"only a Java runtime"*next* ]]
  sed -i 's/Maven 3.8.7/Maven 3.3.9/' bin/mvn
  launch run
  [[ "$output" == *"mvn is 3.3."* ]]
  rm bin/mvn
  launch run
  [ "$status" -eq 2 ]
  [[ "$output" == *"mvn was not found"*next* ]]
}

@test "a build that fails starts nothing, says why, and is tried again the next time" {
  touch fails
  launch run
  [ "$status" -eq 2 ]
  [[ "$output" == *"no such symbol"*"The build failed."* ]]
  [[ "$output" != *"java in"* ]]
  rm fails
  launch run
  [ "$status" -eq 0 ]
}
