/// Whether a file's features are shifted and scaled to mean 0 and standard deviation 1.
public enum Standardising: Hashable, Sendable {
  /// All features are, if any of them is far from the unit scale.
  ///
  /// A feature is far if it varies, and its mean over the training examples is beyond ±3 or its standard
  /// deviation is outside 0.1…3. Data that lie in −1…1 and reach ±0.1 are near whatever single features do:
  /// pixels at the edge of a picture hardly vary.
  case auto
  /// All features are.
  case always
  /// Features are taken as they are.
  case never
}

extension Standardising: ExpressibleByBooleanLiteral {
  /// `true`: ``always``; `false`: ``never``.
  public init(booleanLiteral value: Bool) { self = value ? .always : .never }
}

extension Standardising: Codable {
  /// Reads true, false or "auto".
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let flag = try? value.decode(Bool.self) {
      self = flag ? .always : .never
    } else if try value.decode(String.self) == "auto" {
      self = .auto
    } else {
      throw DecodingError.dataCorruptedError(
        in: value, debugDescription: "expected true, false or \"auto\"")
    }
  }

  /// Writes true, false or "auto".
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .auto: try value.encode("auto")
    case .always: try value.encode(true)
    case .never: try value.encode(false)
    }
  }
}
