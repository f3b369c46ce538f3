// The scripts of an autograder, in plain sh.
//
// A result is there whatever happens: the script that grades begins with one that says that grading did not work, and the
// command replaces it in one step by what came of it. So neither a step that fails nor a kill leaves nothing.

extension Autograder.Platform {
  /// The script that grades; the name is Gradescope's own.
  var runName: String { self == .gradescope ? "run_autograder" : "run.sh" }

  private var format: ReportFormat { self == .gradescope ? .gradescope : .classroom50 }

  /// What is left to do.
  var advice: String {
    switch self {
    case .gradescope:
      """
      Next: zip what is in it (cd into it, then zip -qr ../autograder.zip .), and upload the zip as the assignment's \
      autograder.
      """
    case .classroom50:
      """
      Next: put it where classroom50 runs its graders; setup.sh once, then run.sh in a student's folder, which leaves \
      result.json there.
      """
    }
  }

  /// Where the scripts find what they need.
  fileprivate var places: String {
    switch self {
    case .gradescope:
      """
      # AUTOGRADER names another place than Gradescope's.
      autograder=${AUTOGRADER:-/autograder}
      course=$autograder/source/course
      submission=$autograder/submission
      result=$autograder/results/results.json
      """
    case .classroom50:
      """
      # SUBMISSION and RESULT, absolute paths, name other places than the folder in which it is run.
      course=$(cd "$(dirname "$0")" && pwd)/course
      submission=${SUBMISSION:-$PWD}
      result=${RESULT:-$PWD/result.json}
      """
    }
  }

  /// The result that stands until there is a better one.
  fileprivate func fallback(for exercise: Exercise) -> String {
    let report = Report(
      ofNothingBecause: "the command that grades could not be run", exercise.folder, nil)
    return (try? format.text(for: report)) ?? ""
  }

  fileprivate var formatName: String { format.rawValue }
}

extension Autograder {
  /// The script that prepares a machine.
  var setup: String {
    """
    #!/bin/sh
    # Prepares a machine to grade \(exercise.folder): Swift where it is missing, a sandbox, and the course, built.
    # It is run as root; run again, it goes on where it stopped. SWIFT_URL names another toolchain than the one for
    # Ubuntu 22.04 on x86-64. How it is fetched and unpacked was never tried: the tests fetch nothing.
    set -eu
    cd "$(dirname "$0")"

    # A package that asks (tzdata does) would wait for an answer for ever.
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    if ! swift --version > /dev/null 2>&1; then
      apt-get install -y binutils ca-certificates curl gcc git libc6-dev libcurl4-openssl-dev libedit2 \\
        libgcc-11-dev libncurses6 libsqlite3-0 libstdc++-11-dev libxml2-dev libz3-dev tzdata zlib1g-dev
      release=https://download.swift.org/swift-6.3.1-release/ubuntu2204/swift-6.3.1-RELEASE
      curl -fsSL "${SWIFT_URL:-$release/swift-6.3.1-RELEASE-ubuntu22.04.tar.gz}" -o swift.tar.gz
      tar -xzf swift.tar.gz --strip-components 1 -C /
      rm swift.tar.gz
    fi
    apt-get install -y bubblewrap || echo "no bubblewrap: programs are graded with limits alone"

    # Once: what is taken away below would be missed by a second time.
    if ! [ -e course/.prepared ]; then
      swift build --package-path course --product workbook
      touch course/.prepared
    fi
    \(takeAway)
    """
  }

  /// A *break* needs its right server and the wrong ones, and runs no program of a student.
  private var takeAway: String {
    exercise.kind == .break
      ? ""
      : """

      # Nothing that solves an exercise is here while a stranger's program runs.
      rm -rf course/Exercises/*/Solution course/Exercises/*/mutants.md

      """
  }

  /// The script that grades a submission.
  var run: String {
    """
    #!/bin/sh
    # Grades a submission of \(exercise.folder): the file \(exercise.workName), and what belongs to it.
    set -eu
    \(platform.places)

    # A result is there whatever fails below: this one, until there is a better one.
    mkdir -p "$(dirname "$result")"
    cat > "$result" <<'RESULT'
    \(platform.fallback(for: exercise))RESULT

    # The status says whether all points were earned; so does the result.
    cd "$course"
    .build/debug/workbook grade \(exercise.folder) --submission "$submission" --untrusted \\
      --format \(platform.formatName) --output "$result" || echo "workbook ended with status $?"

    """
  }
}
