public import Testing

/// Records an issue unless |got − expected| ≤ absolute + relative·|expected|.
public func expectClose(
  _ got: Double?, _ expected: Double, absolute: Double = 1e-10, relative: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let got else {
    Issue.record("nothing where \(expected) was expected", sourceLocation: sourceLocation)
    return
  }
  #expect(
    abs(got - expected) <= absolute + relative * abs(expected),
    "\(got) is not \(expected)", sourceLocation: sourceLocation)
}

/// The same for lists.
public func expectClose(
  _ got: [Double], _ expected: [Double], absolute: Double = 1e-10, relative: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(got.count == expected.count, sourceLocation: sourceLocation)
  for (x, y) in zip(got, expected) {
    expectClose(x, y, absolute: absolute, relative: relative, sourceLocation: sourceLocation)
  }
}
