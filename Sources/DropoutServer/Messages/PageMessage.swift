import Foundation

/// A message from a page: what its user asks for, or that it is still there.
enum PageMessage: Sendable {
  case open(ExperimentSettings, step: Int, look: Look)
  case play
  case pause
  case step
  case restart
  case go(step: Int)
  case speed(stepsPerSecond: Double)
  case look(Look)
  case compare(seeds: Int)
  case stopComparison
  /// The last frame was drawn.
  case seen
  /// The page is still there.
  case here

  /// The example and the layer that the page shows.
  struct Look: Codable, Hashable, Sendable {
    /// A row of the batch.
    var row = 0
    /// 0 for the input, *l* for hidden layer *l*.
    var layer = 1
  }

  /// Decodes a message.
  ///
  /// - Throws: ``PageMessageError``.
  init(json: String) throws {
    do {
      self = try JSONDecoder().decode(Envelope.self, from: Data(json.utf8)).message()
    } catch let error as PageMessageError {
      throw error
    } catch DecodingError.typeMismatch(_, let context) {
      // An index into a list is not a key.
      let key = context.codingPath.last { $0.intValue == nil }
      throw key.map { PageMessageError.badValue($0.stringValue) }
        ?? PageMessageError.notUnderstood
    } catch {
      throw PageMessageError.notUnderstood
    }
  }

  /// All keys that occur in any message.
  private struct Envelope: Decodable {
    let `do`: String
    var step: Int?
    var row: Int?
    var layer: Int?
    var seeds: Int?
    var stepsPerSecond: Double?
    let settings: ExperimentSettings

    private enum Keys: String, CodingKey {
      case `do`, step, row, layer, seeds, stepsPerSecond
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      self.do = try container.decode(String.self, forKey: .do)
      step = try container.whole(.step)
      row = try container.whole(.row)
      layer = try container.whole(.layer)
      seeds = try container.whole(.seeds)
      stepsPerSecond = try container.decodeIfPresent(Double.self, forKey: .stepsPerSecond)
      settings = self.do == "open" ? try ExperimentSettings(from: decoder) : ExperimentSettings()
    }

    func message() throws -> PageMessage {
      let look = Look(row: row ?? 0, layer: layer ?? 1)
      switch self.do {
      case "open": return .open(settings, step: step ?? 0, look: look)
      case "play": return .play
      case "pause": return .pause
      case "step": return .step
      case "restart": return .restart
      case "go":
        guard let step else { throw PageMessageError.missing("step", of: "go") }
        return .go(step: step)
      case "speed":
        guard let stepsPerSecond,
          stepsPerSecond == 0 || LiveLimits.stepsPerSecond.contains(stepsPerSecond)
        else {
          throw PageMessageError.missing("stepsPerSecond", of: "speed")
        }
        return .speed(stepsPerSecond: stepsPerSecond)
      case "look": return .look(look)
      case "compare":
        guard let seeds else { throw PageMessageError.missing("seeds", of: "compare") }
        return .compare(seeds: seeds)
      case "stop comparison": return .stopComparison
      case "seen": return .seen
      case "here": return .here
      default: throw PageMessageError.unknown(self.do)
      }
    }
  }
}

/// What can be wrong with a page's message.
enum PageMessageError: Error, CustomStringConvertible {
  case notUnderstood
  case badValue(String)
  case notWhole(String)
  case missing(String, of: String)
  case unknown(String)

  var description: String {
    switch self {
    case .notUnderstood: "the page sent a message that is not understood; reload it"
    case .badValue(let key): "\(FieldName.of(key: key)): this value is not allowed"
    case .notWhole(let key): "\(FieldName.of(key: key)): give a whole number, 0 or more"
    case .missing(let key, let name): "the page's message \"\(name)\" has no proper \(key)"
    case .unknown(let name):
      "the page asked for \"\(name.prefix(40))\", which is not known; reload it"
    }
  }
}
