import DropoutStatistics
import DropoutLab
import Synchronization

/// Shows how far a long piece of work is and how long it will still take, at most four times a second.
final class ProgressMeter: Sendable {
  private let title: String
  private let isQuiet: Bool
  private let clock = ContinuousClock()
  private let start = ContinuousClock.now
  private let nextShow = Mutex(ContinuousClock.now)

  /// - Parameter title: The work, as in "training".
  init(_ title: String, _ output: OutputOptions) {
    self.title = title
    isQuiet = output.quiet
  }

  /// Shows that a share of the work is done, 0…1; cheap enough for each step of a training.
  ///
  /// - Parameter detail: Details, as in "200 of 3,000 steps".
  func show(_ share: Double, _ detail: @autoclosure () -> String = "") {
    guard !isQuiet else { return }
    let now = clock.now
    let isDue = nextShow.withLock { next in
      guard now >= next else { return false }
      next = now + .milliseconds(250)
      return true
    }
    guard isDue else { return }
    let seconds = (now - start) / .seconds(1)
    let parts = [
      detail(),
      // At the very start, too little is known for an estimate.
      share > 0.001 && seconds > 0.5 ? "\(Duration.shown(seconds * (1 - share) / share)) left" : "",
    ].filter { !$0.isEmpty }
    Terminal.progress(parts.isEmpty ? title : "\(title): \(parts.joined(separator: ", "))")
  }

  /// Shows that `done` of `total` things are done.
  func show(_ done: Int, of total: Int, _ things: String) {
    show(
      Double(done) / Double(max(total, 1)),
      "\(NumberText.count(done)) of \(NumberText.count(total)) \(things)")
  }

  /// Removes the progress line.
  func end() { if !isQuiet { Terminal.progress("") } }
}
