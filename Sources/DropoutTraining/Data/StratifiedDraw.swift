/// Draws some examples of a data set: at random by a key, and each class in proportion.
///
/// The first examples of a file, or every n-th, depend on the order in which it was written: a sorted file
/// gives one class, and in MNIST easy and hard examples alternate. Use this to take some of the examples.
///
/// How many of each class: of n examples, n_c of them of class c, a part of k takes ⌊k·n_c/n⌋ of class c, and one
/// more from each of the classes with the largest remainders (of equal ones those with the lower number), until
/// there are k. If the part must cover the classes and k is large enough, each class that would have no example
/// then gets one, for which the class with the most (of equal ones the one with the lower number) gives one up.
///
/// Which ones: the key brings the examples into a random order, and the first of each class are taken.
enum StratifiedDraw {
  /// The number of examples of each class in a part.
  ///
  /// - Parameters:
  ///   - count: Size of the part, at most the sum of `classCounts`.
  ///   - classCounts: The number of examples of each class.
  ///   - covers: Whether each class that has examples gets at least one.
  static func counts(_ count: Int, of classCounts: [Int], covers: Bool) -> [Int] {
    let total = classCounts.reduce(0, +)
    precondition((0...total).contains(count), "\(count) of \(total) examples")
    guard total > 0 else { return classCounts }
    var taken = classCounts.map { count * $0 / total }
    let byRemainder = classCounts.indices.sorted { a, b in
      let remainders = (count * classCounts[a] % total, count * classCounts[b] % total)
      return remainders.0 == remainders.1 ? a < b : remainders.0 > remainders.1
    }
    for label in byRemainder.prefix(count - taken.reduce(0, +)) { taken[label] += 1 }
    let lacking = classCounts.indices.filter { classCounts[$0] > 0 && taken[$0] == 0 }
    guard covers, count >= classCounts.count(where: { $0 > 0 }) else { return taken }
    for label in lacking {
      let giver = taken.indices.max { (taken[$0], -$0) < (taken[$1], -$1) } ?? label
      taken[giver] -= 1
      taken[label] += 1
    }
    return taken
  }

  /// The rows of a part, ascending.
  ///
  /// - Parameter labels: Class numbers from 0, one per row.
  /// - Complexity: O(rows + classes · log classes), and a sort of the rows taken.
  static func rows(_ count: Int, of labels: [Int32], key: RandomKey, covers: Bool) -> [Int] {
    var left = counts(count, of: labels.classCounts, covers: covers)
    var sequence = RandomSequence(key)
    return sequence.permutation(labels.count).map(Int.init).filter { row in
      let label = Int(labels[row])
      left[label] -= 1
      return left[label] >= 0
    }.sorted()
  }
}

extension [Int32] {
  /// The number of labels of each class, from class 0 to the highest.
  var classCounts: [Int] { counts(classes: Int(self.max() ?? -1) + 1) }

  /// The number of labels of each of `classes` classes.
  func counts(classes: Int) -> [Int] {
    reduce(into: [Int](repeating: 0, count: classes)) { $0[Int($1)] += 1 }
  }
}

extension Examples {
  /// `count` examples drawn at random by a key, each class in proportion, in the data's order; all examples if
  /// there are no more. Take it instead of the first examples, which may all be of one class.
  ///
  /// ```swift
  /// let some = dataset.train.sample(500, key: RandomKey(seed: 0).folding(RandomUse("my figure")))
  /// ```
  ///
  /// Each class has its share of `count`, rounded to whole examples by the largest remainders; of equal
  /// remainders the lower class numbers are rounded up.
  ///
  /// - Parameters:
  ///   - count: The number of examples to draw.
  ///   - key: Decides which; fold a ``RandomUse`` of your own for each purpose.
  ///   - coversClasses: Whether each class gets at least one example, if `count` is large enough, even if its
  ///     share rounds to none: for examples to learn from.
  public func sample(_ count: Int, key: RandomKey, coversClasses: Bool = false) -> Examples {
    guard count < self.count else { return self }
    return taking(StratifiedDraw.rows(count, of: labels, key: key, covers: coversClasses))
  }

  /// The examples drawn by ``sample(_:key:coversClasses:)``, and the others; both in the data's order.
  func split(
    _ count: Int, key: RandomKey, coversClasses: Bool
  ) -> (taken: Examples, others: Examples) {
    let rows = StratifiedDraw.rows(count, of: labels, key: key, covers: coversClasses)
    let others = Set(rows)
    return (taking(rows), taking((0..<self.count).filter { !others.contains($0) }))
  }
}
