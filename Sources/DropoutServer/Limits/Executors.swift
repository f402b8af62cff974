import Dispatch

/// Runs an actor on a dispatch queue of its own, so that what computes for long never holds the few
/// threads on which the server answers.
final class SessionExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "dropout.session")

  func enqueue(_ job: consuming ExecutorJob) {
    // Sound: the job is run once, and this executor lives as long as the queue's closure.
    let job = UnownedJob(job)
    queue.async { [self] in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}

/// Where comparisons and studies of noise compute.
///
/// A quality of service of its own gives it threads of its own: those of the usual one are also the
/// server's, one a core, and a long run would hold them all.
final class ComputeExecutor: TaskExecutor {
  static let shared = ComputeExecutor()
  private let queue = DispatchQueue(
    label: "dropout.compute", qos: .utility, attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    // Sound: the job is run once, and this executor is never freed.
    let job = UnownedJob(job)
    queue.async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}
