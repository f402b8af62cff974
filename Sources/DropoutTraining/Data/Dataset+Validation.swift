extension Dataset {
  /// A data set of the training examples alone, with some of them held out as its test examples: for choosing
  /// settings without looking at the test examples. Its ``validation`` part stays.
  ///
  /// - Parameters:
  ///   - share: The share to hold out, 0 < share < 1; at least one example is held out and one is kept.
  ///   - seed: Decides which examples are held out.
  /// - Precondition: There are at least two training examples.
  public func validationSplit(share: Double, seed: UInt64) -> Dataset {
    let (kept, held) = train.holdingOut(share, key: RandomKey(seed: seed).folding(.validation))
    return with(train: kept, test: held, validation: validation)
  }

  /// The data set with some training examples held out as its ``validation`` part: for finding the best moment
  /// of each training without looking at the test examples.
  ///
  /// - Parameters: As for ``validationSplit(share:seed:)``.
  /// - Precondition: There are at least two training examples, and nothing is held out yet.
  public func holdingOut(share: Double, seed: UInt64) -> Dataset {
    precondition(validation == nil, "a validation part of a validation part")
    let (kept, held) = train.holdingOut(share, key: RandomKey(seed: seed).folding(.bestMoment))
    return with(train: kept, test: test, validation: held)
  }

  private func with(train: Examples, test: Examples, validation: Examples?) -> Dataset {
    Dataset(
      name: name, classCount: classCount, target: target, train: train, test: test,
      validation: validation,
      imageShape: imageShape, classNames: classNames, reading: reading)
  }
}

extension Examples {
  /// The examples without a share of them, and that share.
  ///
  /// Each class has its share in both parts, and at least one example in the first if there are enough. Both
  /// parts keep the data's order.
  fileprivate func holdingOut(_ share: Double, key: RandomKey) -> (Examples, Examples) {
    precondition(share > 0 && share < 1, "a share of \(share)")
    precondition(count > 1, "\(count) examples cannot be split")
    let held = min(max(1, Int((share * Double(count)).rounded())), count - 1)
    return split(count - held, key: key, coversClasses: true)
  }
}
