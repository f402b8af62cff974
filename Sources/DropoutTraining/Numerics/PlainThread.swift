private import Dispatch
private import Foundation

/// Starts threads of the operating system and reports failure, which `Foundation.Thread` hides, and after
/// which Dispatch waits forever.
package enum PlainThread {
  /// Starts a thread that runs `body`; false if the system grants no more threads.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let context = unsafe Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    // Sound: the new thread takes over the retained body; if none starts, it is released here.
    let answer = unsafe pthread_create(&thread, nil, runBody, context.toOpaque())
    guard answer == 0 else {
      unsafe context.release()
      return false
    }
    #if canImport(Darwin)
      if let thread = unsafe thread { unsafe pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }

  /// Whether `count` more threads can run at once.
  ///
  /// - Parameter start: Starts a thread. For tests.
  package static func canStart(
    _ count: Int, start: (@escaping @Sendable () -> Void) -> Bool = PlainThread.start
  ) -> Bool {
    let (gate, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    var started = 0
    while started < count {
      let isStarted = start {
        gate.wait()
        ended.signal()
      }
      if !isStarted { break }
      started += 1
    }
    for _ in 0..<started { gate.signal() }
    for _ in 0..<started { ended.wait() }
    return started == count
  }
}

/// What a new thread is to do, kept until it begins.
private final class Body: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
  private func runBody(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#else
  private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#endif
