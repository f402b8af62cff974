extension Dataset {
  /// A data set of the training examples alone, with some of them held out as its test examples: for choosing
  /// settings without looking at the test examples.
  ///
  /// Each class has its share in both parts, and at least one example in the training part if there are
  /// enough. Both parts keep the data's order.
  ///
  /// - Parameters:
  ///   - share: The share to hold out, 0 < share < 1; at least one example is held out and one is kept.
  ///   - seed: Decides which examples are held out.
  /// - Precondition: There are at least two training examples.
  public func validationSplit(share: Double, seed: UInt64) -> Dataset {
    precondition(share > 0 && share < 1, "a share of \(share)")
    precondition(train.count > 1, "\(train.count) examples cannot be split")
    let count = min(max(1, Int((share * Double(train.count)).rounded())), train.count - 1)
    let (kept, held) = train.split(
      train.count - count, key: RandomKey(seed: seed).folding(.validation), coversClasses: true)
    return Dataset(
      name: name, classCount: classCount, train: kept, test: held, imageShape: imageShape,
      classNames: classNames, reading: reading)
  }
}
