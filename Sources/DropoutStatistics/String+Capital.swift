extension String {
  /// The text with its first letter as a capital.
  package var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
