extension Table {
  /// From this number of rows on, a column that counts the rows is taken for an index even without a name.
  private static let fewestCountedRows = 10

  /// Turns the rows into examples: leaves index columns out, turns words into features, and checks the labels.
  ///
  /// - Throws: ``DatasetError`` if there are no rows or features, or the labels are not classes.
  func examples() throws(DatasetError) -> RawExamples {
    guard rowCount > 0 else {
      throw .malformed(
        path: path, part: "the table", expected: "lines of numbers",
        found: droppedCount + emptyCount > 0 ? "no row without a missing value" : "only a header")
    }
    let dead = try leftOut()
    let features = columns.features.indices.filter { !dead.contains($0) }.map { slot in
      TableScheme.Feature(
        column: columns.features[slot], name: name(columns.features[slot]),
        words: words(slot))
    }
    guard !features.isEmpty else {
      throw .malformed(
        path: path, part: "the table", expected: "a feature and a label",
        found: "nothing but an index and a label")
    }
    let scheme =
      scheme
      ?? TableScheme(
        names: names, columnCount: columnCount, label: columns.label, features: features)
    let labels = RawLabels(texts: labels)
    var notes = notes + leftOutNotes(dead) + wordNotes(features)
    if self.scheme == nil, options.task == .regression {
      notes += coarseNotes(dead)
    } else if self.scheme == nil {
      let judge = LabelJudge(labels)
      try check(judge, labels)
      if judge.isWorthAWarning {
        notes.append("\(judge.classCount) classes for \(rowCount) rows: is \(labelName) the class?")
      }
      notes += otherNotes(dead)
    }
    return RawExamples(
      path: path, featureCount: scheme.featureCount,
      features: Features(try expanded(dead, scheme.features)), labels: labels,
      labelName: labelName, featureNames: scheme.featureNames, notes: notes, scheme: scheme,
      labelHint: self.scheme == nil && options.task == .classification ? labelHint : nil)
  }

  /// The name of the column of labels, or its number if it has no name.
  var labelName: String { title(columns.label) }

  /// A hint at another column that looks more like classes; nil if none does.
  var labelHint: String? {
    guard options.labelColumn == nil, columns.features.first == 0, columns.label != 0 else {
      return nil
    }
    if let slot = contents.firstIndex(where: \.holdsWords) {
      let column = columns.features[slot] + 1
      return "column \(column) holds words: data.label=\(column)"
    }
    var found: Set<Float> = []
    for value in numbers(slot: 0) {
      guard value == value.rounded(), value >= -1, found.count <= max(20, rowCount / 10) else {
        return nil
      }
      found.insert(value)
    }
    return found.count < 2 || contents[0].start != nil
      ? nil : "column 1 holds \(found.count) whole numbers: data.label=1"
  }

  /// The features that only number or identify the rows.
  private func leftOut() throws(DatasetError) -> Set<Int> {
    guard scheme == nil else { return [] }
    var dead: Set<Int> = []
    for (slot, column) in columns.features.enumerated() {
      let isUnnamed = names.map { $0[column].isEmpty } ?? false
      let isIdentifier = contents[slot].distinct != nil
      let counts = contents[slot].start != nil && !contents[slot].holdsWords
      let enough = isUnnamed || names != nil || rowCount >= Self.fewestCountedRows
      let isIndex = counts && enough && columns.indices.contains(column)
      if isIdentifier || isIndex || numbersRows(slot: slot, column: column) {
        dead.insert(slot)
      } else if isUnnamed {
        throw .table(path: path, .unnamed(column: column + 1))
      } else if columns.identifiers.contains(column) {
        try checkKind(slot: slot)
      }
    }
    return dead.count == columns.features.count && names == nil ? [] : dead
  }

  /// Whether a column holds only row numbers, in any order: the index that pandas saves, or the first column of a
  /// table without names if it has each number from 0 or 1 on exactly once.
  private func numbersRows(slot: Int, column: Int) -> Bool {
    let isFirst = names == nil && column == 0 && rowCount >= Self.fewestCountedRows
    guard columns.rowNumbers.contains(column) || (isFirst && columns.indices.contains(column)),
      !contents[slot].holdsWords
    else { return false }
    var found: Set<Float> = []
    for value in numbers(slot: slot) {
      guard value == value.rounded(), value >= 0 else { return false }
      if isFirst, !found.insert(value).inserted { return false }
    }
    guard isFirst else { return true }
    let (least, most) = (found.min() ?? 0, found.max() ?? 0)
    return least <= 1 && most - least == Float(rowNumber - 1)
  }

  private func words(_ slot: Int) -> [String]? {
    if let scheme { return scheme.features[slot].words }
    guard contents[slot].holdsWords else { return nil }
    // Sorted by bytes, without a language's rules, so that all machines agree.
    return contents[slot].words.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The values of a feature, row by row.
  private func numbers(slot: Int) -> some Sequence<Float> {
    stride(from: slot, to: values.count, by: columns.features.count).lazy.map { values[$0] }
  }

  /// The features without the columns left out, and with one number per word.
  private func expanded(
    _ dead: Set<Int>, _ features: [TableScheme.Feature]
  ) throws(DatasetError) -> [Float] {
    let slots = columns.features.indices.filter { !dead.contains($0) }
    let width = columns.features.count
    guard features.contains(where: { $0.words != nil }) else {
      guard !dead.isEmpty else { return values }
      var kept: [Float] = []
      kept.reserveCapacity(rowCount * slots.count)
      for row in 0..<rowCount {
        for slot in slots { kept.append(values[row * width + slot]) }
      }
      return kept
    }
    let places = zip(slots, features).map { slot, feature in
      feature.words.map { words in
        let order = Dictionary(uniqueKeysWithValues: zip(words, 0...))
        var places = [Int](repeating: 0, count: words.count)
        for (word, number) in contents[slot].words { places[Int(number)] = order[word] ?? 0 }
        return places
      }
    }
    let columnCount = places.reduce(0) { $0 + ($1?.count ?? 1) }
    guard rowCount * columnCount <= limit / MemoryLayout<Float>.size else {
      throw .tooWide(path: path, rows: rowCount, columns: columnCount, limit: limit)
    }
    var expanded: [Float] = []
    expanded.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      for (slot, places) in zip(slots, places) {
        let value = values[row * width + slot]
        guard let places, let word = Self.word(value) else {
          expanded.append(value)
          continue
        }
        let start = expanded.count
        expanded += repeatElement(0, count: places.count)
        expanded[start + places[word]] = 1
      }
    }
    return expanded
  }

  private func leftOutNotes(_ dead: Set<Int>) -> [String] {
    var clauses = columns.features.indices.filter(dead.contains).map { slot in
      let name = title(columns.features[slot])
      let start = contents[slot].holdsWords ? nil : contents[slot].start
      let counting = start.map { "counts \($0), \($0 + 1), \($0 + 2), …" }
      let isNumber = !contents[slot].holdsWords && contents[slot].distinct == nil
      return "\(name) (\(counting ?? (isNumber ? "numbers of rows" : "an identifier")))"
    }
    if !columns.ignored.isEmpty {
      let names = columns.ignored.map(title)
      clauses.append("\(DataReading.list(names, first: 6)) (data.ignore)")
    }
    var notes = clauses.isEmpty ? [] : ["left out: " + clauses.joined(separator: ", ")]
    if droppedCount > 0 {
      notes.append(
        "\(droppedCount) \(droppedCount == 1 ? "row" : "rows") with a missing value left out")
    }
    if emptyCount > 0 {
      notes.append("\(emptyCount) empty \(emptyCount == 1 ? "row" : "rows") left out")
    }
    return notes
  }

  private func wordNotes(_ features: [TableScheme.Feature]) -> [String] {
    guard scheme == nil else { return [] }
    let clauses = features.compactMap { feature in
      feature.words.map { "\(title(feature.column)) (\($0.count))" }
    }
    return clauses.isEmpty
      ? [] : ["one column per word: \(DataReading.list(clauses, first: 6))"]
  }

  /// Whether the first column, which has no name, holds large whole numbers that are almost all different.
  private var looksLikeIdentifier: Bool {
    guard columns.features.first == 0, rowCount >= Self.fewestCountedRows,
      options.ignoredColumns != [], !contents[0].holdsWords
    else { return false }
    var found: Set<Float> = []
    for value in numbers(slot: 0) {
      guard value == value.rounded(), abs(value) > Float(rowCount) else { return false }
      found.insert(value)
    }
    return found.count * 10 >= rowCount * 9
  }

  /// Notes on content that is allowed but suspicious.
  private func otherNotes(_ dead: Set<Int>) -> [String] {
    var notes: [String] = []
    if !columns.otherLabels.isEmpty {
      let names = columns.otherLabels.map { name($0) ?? "" }
      notes.append("features called like a class: \(DataReading.list(names, first: 6))")
    }
    for (slot, column) in columns.features.enumerated()
    where columns.identifiers.contains(column) && !dead.contains(slot) {
      let name = title(column)
      notes.append(
        "\(name) has some values more than once: if it is an identifier, set data.ignore=\(name)")
    }
    if names == nil, options.header == nil, case .names(let texts) = RawLabels(texts: labels),
      texts.count > 2, !texts.dropFirst().contains(texts[0])
    {
      notes.append(
        "class \(texts[0]) has one example, the first line: if that is a header, set data.header=true"
      )
    }
    if options.labelColumn == nil, names == nil, columns.features.first == 0,
      contents[0].holdsWords, contents.count(where: \.holdsWords) == 1
    {
      notes.append("column 1 holds words: if it is the class, set data.label=1")
    }
    if columns.features.first == 0, !dead.contains(0), contents[0].start != nil,
      rowCount >= Self.fewestCountedRows, options.ignoredColumns != []
    {
      notes.append("\(title(0)) counts the rows: if it is an index, set data.ignore=1")
    } else if names == nil, !dead.contains(0), looksLikeIdentifier {
      notes.append(
        "column 1 has almost only different numbers: if it is an identifier, set data.ignore=1")
    }
    notes += coarseNotes(dead)
    return notes
  }

  /// Notes on features whose numbers differ so little, compared with their size, that 32-bit numbers hardly
  /// distinguish them.
  private func coarseNotes(_ dead: Set<Int>) -> [String] {
    columns.features.indices.compactMap { slot in
      guard !dead.contains(slot), !contents[slot].holdsWords else { return nil }
      var (least, most, isWhole) = (Float.infinity, -Float.infinity, true)
      for value in numbers(slot: slot) {
        (least, most) = (min(least, value), max(most, value))
        isWhole = isWhole && value == value.rounded()
      }
      let size = max(abs(least), abs(most))
      // Whole numbers up to 2²⁴ are kept exactly.
      guard least < most, !isWhole || size > 0x1p24, most - least < 256 * size.ulp else {
        return nil
      }
      let name = title(columns.features[slot])
      return "\(name) has more digits than 32-bit numbers keep: subtract a constant from it"
    }
  }
}
