/// A published result that can be made again: one type, in a file of its own, entered in ``all``.
///
/// ```swift
/// struct Figure9Reproduction: Reproduction {
///   let identity = ReproductionIdentity(name: "srivastava-fig9", …)
///   func run(_ context: ReproductionContext) async throws -> ReproductionResults { … }
/// }
/// ```
package protocol Reproduction: Sendable {
  /// What it is called, what it asks and where that was published.
  var identity: ReproductionIdentity { get }

  /// Makes the result again.
  ///
  /// - Throws: ``ReproductionError``, and what reading data, the store and generators throw.
  func run(_ context: ReproductionContext) async throws -> ReproductionResults
}

/// What a reproduction is called, what it asks and where that was published.
package struct ReproductionIdentity: Codable, Hashable, Sendable {
  /// The name on the command line.
  package var name: String
  /// What it reproduces, in a few words.
  package var title: String
  /// The question, as one plain sentence.
  package var question: String
  /// Authors, year, place.
  package var source: String
  /// How well the figures it prints as published are known.
  package var basis: Basis
  /// What it needs besides this command.
  package var needs: String
  /// About how long it takes with its defaults.
  package var duration: String
  /// The optional flags this reproduction accepts; others are rejected.
  package var options: [Option]

  /// An option that not all reproductions take.
  package enum Option: String, Codable, Hashable, Sendable, CaseIterable {
    /// A data file of the user's.
    case data
    /// How many seeds.
    case seeds
    /// The first seed.
    case seed
  }

  /// How well published figures are known.
  package enum Basis: String, Codable, Hashable, Sendable, CaseIterable {
    /// Read in the work named.
    case readAtSource
    /// Quoted from another text.
    case secondHand
    /// A statement is tested; no published figure is printed.
    case statementOnly

    /// The same in words, as a page prints it.
    package var words: String {
      switch self {
      case .readAtSource: "published figures as read at the source"
      case .secondHand: "published figures second-hand: quoted from other texts"
      case .statementOnly: "a published statement is tested; no published figure is printed"
      }
    }
  }

  /// An identity.
  package init(
    name: String, title: String, question: String, source: String, basis: Basis, needs: String,
    duration: String, options: [Option] = [.seeds, .seed]
  ) {
    self.name = name
    self.title = title
    self.question = question
    self.source = source
    self.basis = basis
    self.needs = needs
    self.duration = duration
    self.options = options
  }
}

/// What keeps a reproduction from being made.
package enum ReproductionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No reproduction has this name.
  case unknown(name: String, suggestion: String?)
  /// It needs a file that was not given.
  case needsFile(name: String, what: String, whence: String)
  /// It cannot use what was given.
  case badOption(name: String, expected: String, found: String)
  /// It was asked to stop while it trained outside of the run store.
  case interrupted

  /// One line: what is wrong and what to do.
  package var description: String {
    switch self {
    case .unknown(let name, let suggestion):
      "\(name): there is no such reproduction"
        + (suggestion.map { "; did you mean \($0)?" } ?? "; dropout reproduce list names them")
    case .needsFile(let name, let what, let whence):
      "\(name) needs \(what): give --data FILE; \(whence)"
    case .badOption(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    case .interrupted: "interrupted; nothing of it is kept, as it trains outside of the run store"
    }
  }
}
