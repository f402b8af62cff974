public import Foundation

/// The folder with reference vectors and real data: `$DROPOUT_SHARED`, or `shared` beside the
/// checkout; nil where there is none.
public func sharedFolder(_ file: String = #filePath) -> URL? {
  var candidates: [URL] = []
  if let named = ProcessInfo.processInfo.environment["DROPOUT_SHARED"] {
    candidates.append(URL(fileURLWithPath: named))
  }
  var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    candidates.append(folder.appendingPathComponent("shared"))
  }
  return candidates.first {
    FileManager.default.fileExists(atPath: $0.appendingPathComponent("reference").path)
  }
}

/// One entry of the reference vectors, as JSON; nil, said aloud, where there are none.
public func referenceVector(_ name: String) throws -> [String: Any]? {
  guard let folder = sharedFolder() else {
    print("skipped: \(name): no shared folder beside the checkout (set DROPOUT_SHARED)")
    return nil
  }
  let data = try Data(contentsOf: folder.appendingPathComponent("reference/vectors.json"))
  let all = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
  return all?[name]
}
