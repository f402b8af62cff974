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

/// The reference vectors are there, but not the entry that was asked for.
public struct MissingVector: Error, CustomStringConvertible {
  /// The entry's name.
  public let name: String

  /// What is missing, and where.
  public var description: String { "reference/vectors.json has no entry \(name)" }
}

/// One entry of the reference vectors, as JSON; nil, said aloud, where there are none.
///
/// Throws ``MissingVector`` where there are vectors and none has this name.
public func referenceVector(_ name: String) throws -> [String: Any]? {
  guard let folder = sharedFolder() else {
    print("skipped: \(name): no shared folder beside the checkout (set DROPOUT_SHARED)")
    return nil
  }
  let data = try Data(contentsOf: folder.appendingPathComponent("reference/vectors.json"))
  let all = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
  guard let entry = all?[name] else { throw MissingVector(name: name) }
  return entry
}
