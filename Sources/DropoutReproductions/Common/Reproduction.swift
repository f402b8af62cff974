/// A published result that can be reproduced: one type in its own file, listed in ``ReproductionList``.
///
/// ```
/// struct Figure9Reproduction: Reproduction {
///   let identity = ReproductionIdentity(name: "srivastava-fig9", …)
///   func run(_ context: ReproductionContext) async throws -> ReproductionResults { … }
/// }
/// ```
package protocol Reproduction: Sendable {
  /// The reproduction's name, its question and its source.
  var identity: ReproductionIdentity { get }

  /// Reproduces the result.
  ///
  /// - Throws: ``ReproductionError``, and what reading data, the store and generators throw.
  func run(_ context: ReproductionContext) async throws -> ReproductionResults
}

/// The name of a reproduction, its question and its source.
package struct ReproductionIdentity: Codable, Hashable, Sendable {
  /// The name on the command line.
  package var name: String
  /// The published result in a few words.
  package var title: String
  /// The question, as one plain sentence.
  package var question: String
  /// The source: authors, year, place.
  package var source: String
  /// How the published figures that it prints are known.
  package var basis: Basis
  /// What it needs in addition to this command, such as a data set.
  package var needs: String
  /// The approximate time it takes with its defaults.
  package var duration: String
  /// The optional flags this reproduction accepts; others are rejected.
  package var options: [Option] = [.seeds, .seed]

  /// An option that only some reproductions accept.
  package enum Option: String, Codable, Hashable, Sendable, CaseIterable {
    /// A data file of the user's.
    case data
    /// The number of seeds.
    case seeds
    /// The first seed.
    case seed
  }

  /// How published figures are known.
  package enum Basis: String, Codable, Hashable, Sendable, CaseIterable {
    /// They were read in the source.
    case readAtSource
    /// They are quoted by another text.
    case secondHand
    /// A statement is tested; no published figure is printed.
    case statementOnly

    /// The text on a page.
    package var words: String {
      switch self {
      case .readAtSource: "published figures as read at the source"
      case .secondHand: "published figures second-hand: quoted from other texts"
      case .statementOnly: "a published statement is tested; no published figure is printed"
      }
    }
  }
}

/// A reason for which a reproduction cannot be made.
package enum ReproductionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No reproduction has this name.
  case unknown(name: String, suggestion: String?)
  /// The reproduction needs a file that was not given.
  case needsFile(name: String, what: String, whence: String)
  /// The reproduction cannot use a given file or option.
  case badOption(name: String, expected: String, found: String)
  /// The user asked it to stop while it trained without the run store.
  case interrupted

  /// One line that says what is wrong and what to do.
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
