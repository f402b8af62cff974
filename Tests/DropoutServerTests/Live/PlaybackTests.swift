import Testing

@testable import DropoutServer

struct PlaybackTests {
  private let start = ContinuousClock.now

  @Test func aPaceSetsTheGoal() {
    var playback = Playback()
    #expect(playback.isStill && !playback.isPlaying)
    playback.setSpeed(10, step: 40, now: start)
    playback.play(from: 40, now: start)
    #expect(playback.isPlaying)
    for (milliseconds, goal) in [(0, 41), (99, 41), (101, 42), (999, 50), (1_001, 51)] {
      #expect(playback.goal(now: start + .milliseconds(milliseconds)) == goal)
    }
    let wait = playback.untilNext(now: start + .milliseconds(150))
    #expect(wait > .milliseconds(49) && wait < .milliseconds(51))
    playback.setSpeed(0, step: 45, now: start)
    #expect(playback.goal(now: start) == Int.max && playback.untilNext(now: start) == .zero)
  }

  @Test func itRestsWhereItWasToGoAndAtTheEnd() {
    var playback = Playback()
    playback.go(from: 3, to: 7, now: start)
    #expect(playback.goal(now: start) == 7 && !playback.isStill && !playback.isPlaying)
    playback.arrive(at: 6, lastStep: 100)
    #expect(!playback.isStill)
    playback.arrive(at: 7, lastStep: 100)
    #expect(playback.isStill)
    playback.play(from: 7, now: start)
    playback.arrive(at: 99, lastStep: 100)
    #expect(playback.isPlaying)
    playback.arrive(at: 100, lastStep: 100)
    #expect(playback.isStill)
  }

  @Test func theRateIsThatOfTheLastHalfSecond() {
    var playback = Playback()
    playback.play(from: 0, now: start)
    #expect(playback.rate(step: 100, now: start + .milliseconds(400)) == nil)
    #expect(playback.rate(step: 300, now: start + .milliseconds(500)) == 600)
    #expect(playback.rate(step: 350, now: start + .milliseconds(900)) == 600)
    #expect(playback.rate(step: 400, now: start + .milliseconds(1_000)) == 200)
    playback.stop()
    #expect(playback.rate(step: 400, now: start + .seconds(2)) == nil)
  }
}
