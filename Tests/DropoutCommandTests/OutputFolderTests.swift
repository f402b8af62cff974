import DropoutTraining
import Foundation
import Testing

/// The folder that a report goes to.
@Suite(.fewAtATime)
struct OutputFolderTests {
  /// Old files stay as they are where the new ones do not fit, and the cause is the true one.
  @Test func aFullDiskLeavesTheOldReport() async throws {
    let workspace = try Workspace()
    let plan = tinyPlan.joined(separator: " ")
    let result = try await workspace.shell(
      """
      mkdir full && mount -t tmpfs -o size=2m none full 2>/dev/null || exit 99
      trap 'umount full' EXIT
      dropout compare \(plan) --quiet --out full/out >/dev/null || exit 98
      cp -r full/out before
      head -c 4000000 /dev/zero > full/ballast 2>/dev/null
      dropout compare \(plan) --seeds 3 --quiet --out full/out >/dev/null
      status=$?
      diff -r before full/out >&2 || exit 97
      exit $status
      """)
    guard result.status != 99 else {
      return print("skipped: no small file system can be made here")
    }
    expectFailure(result, 73, "No space left on device")
  }

  @Test func foldersThatCannotBeWrittenAreFoundOutBeforeTraining() async throws {
    let workspace = try Workspace()
    try FileManager.default.createDirectory(
      atPath: workspace.path("closed"), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o555])
    guard !FileManager.default.isWritableFile(atPath: workspace.path("closed")) else {
      return print("skipped: this user may write everywhere")
    }
    expectFailure(try await workspace.compare(["--out", "closed"]), 73, "closed")
    #expect(!workspace.exists("dropout.sqlite"))
  }

  /// What a killed command left in the folder is gone after the next one; what a living one works on
  /// stays.
  @Test func leftoversOfKillsAreRemoved() async throws {
    let workspace = try Workspace()
    let machine = try #require(ProcessMark.current.split(separator: "-").first)
    let old = [
      ".report.html.\(machine)-999999999-0123ABCD.partial", ".dat.nosync1f.AbCdEf",
      ".masks.npz.0123ABCD.partial",
    ]
    let kept = [
      ".report.html.\(ProcessMark.current)-0123ABCD.partial", ".dat.nosync2f.AbCdEf",
      ".report.html.00000000-999999999-0123ABCD.partial", ".hidden", "notes.partial",
    ]
    try FileManager.default.createDirectory(
      atPath: workspace.path("out"), withIntermediateDirectories: true)
    for name in old + kept { try workspace.write("x", to: "out/\(name)") }
    for name in old {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3_600)],
        ofItemAtPath: workspace.path("out/\(name)"))
    }
    expectSuccess(try await workspace.compare(["--out", "out"]))
    for name in old { #expect(!workspace.exists("out/\(name)"), "\(name)") }
    for name in kept { #expect(workspace.exists("out/\(name)"), "\(name)") }
  }
}
