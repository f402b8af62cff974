/// Whether the features of a file are shifted and scaled to mean 0 and standard deviation 1 over its training
/// examples.
///
/// Gradient descent hardly learns from features of very different size; set this if they are.
public enum Standardising: Hashable, Sendable {
  /// All features are standardised if one of them is far from the unit scale.
  ///
  /// A feature is far if it varies, and its mean over the training examples is beyond ±3 or its standard
  /// deviation is outside 0.1…3. Data that lie in −1…1 and reach ±0.1 count as near even if single features are
  /// far: pixels at the edge of a picture hardly vary.
  case auto
  /// All features are standardised.
  case always
  /// Features are left unchanged.
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
