/// Which examples a part of a data set takes: drawn at random by a key, and in each class its share.
///
/// A part that is cut off the front, or takes every n-th example, says something of the order in which a
/// file was written: a sorted file gives one class, and MNIST's examples repeat with a period of 2 in how
/// hard they are. Every "some of the examples" is therefore drawn here.
///
/// How many of each class: of n examples, n_c of class c, a part of k takes ⌊k·n_c/n⌋ of class c, and one
/// more of the classes with the largest remainders (of equal ones those with the lower number), until
/// there are k. A part that is to cover the classes then takes one example of each class that has any,
/// if k is large enough: the class with the most (of equal ones the one with the lower number) gives
/// one up for it.
///
/// Which ones: the examples are brought into a random order by the key, and each class takes its first.
enum StratifiedDraw {
  /// How many examples of each class a part takes.
  ///
  /// - Parameters:
  ///   - count: Size of the part, at most the sum of `classCounts`.
  ///   - classCounts: Examples there are, by class.
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

  /// The rows a part takes, ascending.
  ///
  /// - Parameter labels: Class numbers from 0, one a row.
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
  /// How many there are of each class from 0 to the greatest.
  var classCounts: [Int] {
    reduce(into: [Int](repeating: 0, count: Int(self.max() ?? -1) + 1)) { $0[Int($1)] += 1 }
  }
}

extension Examples {
  /// `count` examples drawn at random by a key, each class with its share of them, in the data's order;
  /// all examples if there are no more.
  ///
  /// ```swift
  /// let some = dataset.train.sample(500, key: RandomKey(seed: 0).folding(RandomUse("my figure")))
  /// ```
  ///
  /// Each class has its share of `count`, rounded to whole examples by the largest remainders; of equal
  /// remainders the lower class numbers are rounded up.
  ///
  /// - Parameters:
  ///   - key: Decides which; a use of its own for each purpose.
  ///   - coversClasses: Whether each class gets at least one example, if `count` is large enough, though
  ///     its share may round to none: for examples to learn from.
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
