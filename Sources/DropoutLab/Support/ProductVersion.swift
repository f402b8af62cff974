/// The version of the product, beside which the engine has a version of its own.
package enum ProductVersion {
  /// As `CHANGELOG.md` names it.
  package static let text = "0.1.0"
}
