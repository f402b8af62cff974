extension MaskPolicy {
  /// ``allowedForms`` and, if the text is nearly a policy, the policy that was probably meant.
  package static func allowedForms(insteadOf text: String) -> String {
    suggestion(for: text).map { "\(allowedForms); did you mean \($0)?" } ?? allowedForms
  }

  /// The policy whose words are nearest to the text's; nil if none is near.
  static func suggestion(for text: String) -> MaskPolicy? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last else { return nil }
    let sharing = corrected(last, to: ["none", "per-example", "per-group", "per-batch"])
    guard parts.count == 2 else { return sharing.flatMap { MaskPolicy($0) } }
    let renewal = corrected(parts[0], to: ["frozen", "per-epoch", "every"])
    guard let renewal, let sharing else { return nil }
    return MaskPolicy("\(renewal)/\(sharing)")
  }

  /// The text with the word before its colon replaced by the nearest of `words`.
  private static func corrected(_ text: Substring, to words: [String]) -> String? {
    let name = text.prefix { $0 != ":" }
    return Suggestion.nearest(to: String(name), among: words).map {
      $0 + text.dropFirst(name.count)
    }
  }
}
