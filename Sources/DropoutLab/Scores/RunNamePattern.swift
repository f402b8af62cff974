/// What the names of runs mean: text with `{arm}`, `{seed}` and `{dataset}` in it, as in `{dataset}/{arm}-seed{seed}`.
package struct RunNamePattern: Hashable, Sendable {
  /// The pattern as it was given.
  package let text: String
  private let parts: [Part]

  private enum Part: Hashable, Sendable {
    case text(String)
    case field(ScoreRole)
  }

  /// What a name says.
  struct Meaning: Hashable {
    var arm: String
    var seed: String?
    var dataset: String?
  }

  /// The pattern; nil if it has no `{arm}`, names one field twice or an unknown one, or has two fields side by side.
  package init?(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      guard rest.first == "{" else {
        let words = rest.prefix { $0 != "{" }
        parts.append(.text(String(words)))
        rest = rest.dropFirst(words.count)
        continue
      }
      guard let end = rest.firstIndex(of: "}") else { return nil }
      guard let role = ScoreRole(rawValue: String(rest[rest.index(after: rest.startIndex)..<end])),
        [.arm, .seed, .dataset].contains(role), !parts.contains(.field(role))
      else { return nil }
      if case .field = parts.last { return nil }
      parts.append(.field(role))
      rest = rest[rest.index(after: end)...]
    }
    guard parts.contains(.field(.arm)) else { return nil }
    self.parts = parts
  }

  /// What a name means; nil if it does not fit, or fits in several ways.
  ///
  /// A seed is a whole number; arms and data sets are any text that is not empty.
  func meaning(of name: String) -> Meaning? {
    let found = meanings(of: Substring(name), parts[...], Meaning(arm: ""))
    return found.count == 1 ? found[0] : nil
  }

  private func meanings(
    of name: Substring, _ parts: ArraySlice<Part>, _ sofar: Meaning
  ) -> [Meaning] {
    guard let part = parts.first else { return name.isEmpty ? [sofar] : [] }
    let next = parts.dropFirst()
    switch part {
    case .text(let words):
      return name.hasPrefix(words) ? meanings(of: name.dropFirst(words.count), next, sofar) : []
    case .field(let role):
      return name.indices.flatMap { index -> [Meaning] in
        let value = name[...index]
        var meaning = sofar
        switch role {
        case .seed:
          guard value.allSatisfy(\.isWholeNumber) else { return [] }
          // A number cut in two would be another seed.
          let rest = name[name.index(after: index)...]
          guard rest.first?.isWholeNumber != true else { return [] }
          meaning.seed = String(value)
        case .dataset: meaning.dataset = String(value)
        default: meaning.arm = String(value)
        }
        return meanings(of: name[name.index(after: index)...], next, meaning)
      }
    }
  }

  /// What a name means that has the word "seed" before the number at its end, as in `dropout/seed_3` or
  /// `none-seed=12`; nil for any other.
  static func usual(_ name: String) -> Meaning? {
    let pattern = /^(.+?)[-_\/ .]+seed[-_= ]?([0-9]+)$/.ignoresCase()
    guard let match = name.wholeMatch(of: pattern) else { return nil }
    return Meaning(arm: String(match.1), seed: String(match.2))
  }
}
