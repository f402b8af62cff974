import Dispatch

/// Runs an actor on its own dispatch queue, so that a long computation never holds one of the few threads
/// that answer requests.
final class SessionExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "dropout.session")

  func enqueue(_ job: consuming ExecutorJob) {
    // Sound: the job is run once, and the queue's closure keeps this executor alive.
    let job = UnownedJob(job)
    queue.async { [self] in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}

/// Runs comparisons and studies of gradient noise.
///
/// Its own quality of service gives it its own threads: a long run on those of the default one, one a core,
/// would leave none for the server.
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
