import DropoutLab
import DropoutTraining
import Foundation
import Testing

struct HTMLReportTests {
  @Test func writesPreview() throws {
    guard let path = ProcessInfo.processInfo.environment["DROPOUT_REPORT_PREVIEW"] else { return }
    try HTMLReport.text(of: SyntheticReport().content).write(
      toFile: path, atomically: true, encoding: .utf8)
  }
}
